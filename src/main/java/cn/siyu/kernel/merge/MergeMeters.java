package cn.siyu.kernel.merge;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.IntSupplier;

/** Shows how much the writer merges, how long its batches take, and whom it turns away. */
@Singleton
class MergeMeters {

    private final MeterRegistry meters;
    private final Counter full;
    private final Counter late;
    private final Counter apart;

    @Inject
    MergeMeters(MeterRegistry meters) {
        this.meters = meters;
        this.full = refused("full");
        this.late = refused("late");
        this.apart = Counter.builder("siyu.writer.apart")
                .description("Commands of batches that failed and were carried out one by one")
                .register(meters);
    }

    private Counter refused(String reason) {
        return Counter.builder("siyu.writer.refused")
                .description("Requests that heard 503: the door was full, or their time was over")
                .tag("reason", reason)
                .register(meters);
    }

    void watch(IntSupplier inside) {
        var _ = Gauge.builder("siyu.writer.inside", inside, IntSupplier::getAsInt)
                .description("Requests between the door and their answer")
                .strongReference(true)
                .register(meters);
    }

    void turnedAway() {
        full.increment();
    }

    void late() {
        late.increment();
    }

    void apart(int commands) {
        apart.increment(commands);
    }

    void batch(String kind, int commands, long nanos) {
        DistributionSummary.builder("siyu.writer.batch")
                .description("Commands of one transaction")
                .tag("kind", kind)
                .register(meters)
                .record(commands);
        Timer.builder("siyu.writer.batch.time")
                .description("From the turn of a batch to its answers")
                .tag("kind", kind)
                .register(meters)
                .record(Duration.ofNanos(nanos));
    }
}
