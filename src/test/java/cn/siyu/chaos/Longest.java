package cn.siyu.chaos;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The longest time of a kind that was seen. */
final class Longest {

    private final AtomicLong nanos = new AtomicLong();

    /** @param since the {@link System#nanoTime} at which it began */
    void until(long since) {
        var _ = nanos.accumulateAndGet(System.nanoTime() - since, Math::max);
    }

    long millis() {
        return Duration.ofNanos(nanos.get()).toMillis();
    }
}
