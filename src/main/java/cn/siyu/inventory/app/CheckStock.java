package cn.siyu.inventory.app;

import cn.siyu.inventory.domain.Difference;
import cn.siyu.inventory.store.CheckStore;
import cn.siyu.inventory.store.CheckStore.DifferenceView;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.Jobs;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.CsvText;
import cn.siyu.kernel.web.NumberedPage;
import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Holds every counter against the sum of its movements and of its live reservations (REL-24), once a day and whenever staff
 * asks. It names what differs and raises an alarm; it repairs nothing.
 */
@Singleton
public class CheckStock implements JobHandler {

    public static final String KIND = "stock-check";
    public static final String FILE = "differences.csv";

    private static final Logger LOG = Logger.getLogger(CheckStock.class);
    private static final Actor TIMER = Actor.system("stock check timer");
    private static final UUID BEFORE_ALL = new UUID(0, 0);
    private static final int SKUS_AT_ONCE = 500;
    private static final String BEGUN = "begun";
    private static final String AFTER = "after";
    private static final List<String> TITLES =
            List.of("skuId", "poolId", "onHand", "onHandMoved", "reserved", "reservedMoved", "reservedKept");

    private final CheckStore checks;
    private final Jobs jobs;
    private final Transactions transactions;
    private final ShopClock clock;
    private final int hour;
    private final AtomicLong open;

    @Inject
    CheckStock(
            CheckStore checks,
            Jobs jobs,
            Transactions transactions,
            ShopClock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "siyu.inventory.check-hour", defaultValue = "4") int hour) {
        this.checks = checks;
        this.jobs = jobs;
        this.transactions = transactions;
        this.clock = clock;
        this.hour = hour;
        this.open = new AtomicLong();
        var _ = metrics.gauge("siyu.inventory.differences", open);
    }

    /** How far a check has come. */
    private record Walk(JobRun run, Instant begun, long total, List<Difference> found) {}

    /** Answers the job. */
    public Uni<UUID> submit(Actor actor) {
        return transactions.in(
                tx -> jobs.submit(tx, KIND, actor, Map.of(BEGUN, clock.instant().toString()), List.of()));
    }

    public Uni<NumberedPage<DifferenceView>> differences(boolean openOnly, int page, int size) {
        return checks.list(openOnly, page, size);
    }

    /** Hands the day's check in once its hour has come, whichever instance is first, and looks what is still open. */
    @Scheduled(
            every = "${siyu.inventory.check-every:10m}",
            delayed = "${siyu.inventory.check-delay:2m}",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> daily() {
        var now = clock.instant();
        var day = ShopCalendar.dayOf(now);
        var due = !now.isBefore(ShopCalendar.startOf(day).plusSeconds(hour * 3_600L));
        return (due
                        ? transactions.in(tx -> checks.claim(tx, day)
                                .chain(mine -> mine
                                        ? jobs.submit(tx, KIND, TIMER, Map.of(BEGUN, now.toString()), List.of())
                                        : Uni.createFrom().nullItem()))
                        : Uni.createFrom().<UUID>nullItem())
                .chain(checks::howManyOpen)
                .invoke(this::report)
                .replaceWithVoid();
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        return checks.howManySkus().chain(total -> {
            var begun = Instant.parse(run.parameters().get(BEGUN).asText());
            var walk = new Walk(run, begun, total, new ArrayList<>());
            var done = run.checkpoint().map(at -> at.path("done").asLong()).orElse(0L);
            return batch(walk, from(run.checkpoint()), done);
        });
    }

    private static UUID from(Optional<JsonNode> checkpoint) {
        return checkpoint
                .map(at -> at.path(AFTER).asText(""))
                .filter(text -> !text.isEmpty())
                .map(UUID::fromString)
                .orElse(BEFORE_ALL);
    }

    private Uni<Void> batch(Walk walk, UUID from, long done) {
        return checks.endOfBatch(from, SKUS_AT_ONCE)
                .chain(end -> checks.compare(from, end)
                        .call(found -> transactions.in(tx -> checks.keep(tx, found, clock.instant())))
                        .invoke(walk.found()::addAll)
                        .chain(() -> end == null
                                ? finish(walk)
                                : progress(walk, Math.min(walk.total(), done + SKUS_AT_ONCE), end)
                                        .chain(() -> batch(walk, end, done + SKUS_AT_ONCE))));
    }

    private static Uni<Void> progress(Walk walk, long done, @Nullable UUID end) {
        var checkpoint = new HashMap<String, Object>(Map.of("done", done));
        if (end != null) {
            checkpoint.put(AFTER, end.toString());
        }
        return walk.run().progress(done, walk.total(), walk.found().size(), checkpoint);
    }

    private Uni<Void> finish(Walk walk) {
        return transactions
                .in(tx -> checks.forget(tx, walk.begun(), clock.instant()))
                .chain(() -> walk.run().keepFile(FILE, "text/csv", file(walk.found())))
                .chain(() -> progress(walk, walk.total(), null))
                .chain(checks::howManyOpen)
                .invoke(this::report)
                .replaceWithVoid();
    }

    private void report(long differences) {
        open.set(differences);
        if (differences > 0) {
            LOG.errorf("%d stock counters are not the sum of their movements and reservations", differences);
        }
    }

    private static byte[] file(List<Difference> found) {
        var rows = found.stream()
                .map(each -> List.of(
                        each.sku().value().toString(),
                        each.pool().toString(),
                        Long.toString(each.onHand()),
                        Long.toString(each.onHandMoved()),
                        Long.toString(each.reserved()),
                        Long.toString(each.reservedMoved()),
                        Long.toString(each.reservedKept())))
                .toList();
        var head = CsvText.head(TITLES);
        var body = CsvText.rows(rows);
        var file = new byte[head.length + body.length];
        System.arraycopy(head, 0, file, 0, head.length);
        System.arraycopy(body, 0, file, head.length, body.length);
        return file;
    }
}
