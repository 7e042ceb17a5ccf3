package cn.siyu.payment.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** When WeChat is asked again. */
public final class Schedule {

    private static final List<Duration> FIRST_QUERIES = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final Duration STEADY = Duration.ofMinutes(1);
    private static final List<Duration> AFTER_DOUBT = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1));
    private static final List<Duration> WHILE_PROCESSING = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    private Schedule() {}

    /**
     * The next query of an open attempt: 5 s and 30 s after it began, then every full minute, so that a payment of which
     * no notification arrives is known 90 s later (REL-05); and exactly when its time is over. After that it is doubt.
     *
     * @param queries how many there have been, for the back-off after the end
     */
    public static Instant nextQuery(Instant began, Instant expiresAt, int queries, Instant now) {
        if (!now.isBefore(expiresAt)) {
            return now.plus(AFTER_DOUBT.get(Math.min(1 + queries / 10, AFTER_DOUBT.size() - 1)));
        }
        var next = FIRST_QUERIES.stream()
                .map(began::plus)
                .filter(now::isBefore)
                .findFirst()
                .orElseGet(() -> began.plus(STEADY.multipliedBy(
                        Math.max(0, Duration.between(began, now).dividedBy(STEADY)) + 1)));
        return next.isBefore(expiresAt) ? next : expiresAt;
    }

    /** After the n-th try whose outcome is unknown or that was refused for now. */
    public static Instant afterDoubt(int tries, Instant now) {
        return now.plus(AFTER_DOUBT.get(Math.clamp(tries - 1L, 0, AFTER_DOUBT.size() - 1)));
    }

    /** After a refusal that does not pass by itself: somebody may have mended its cause. */
    public static Instant afterRefusal(Instant now) {
        return now.plus(AFTER_DOUBT.getLast());
    }

    /** WeChat is working on a refund: after a minute, then more seldom (E8). */
    public static Instant whileProcessing(int tries, Instant now) {
        return now.plus(WHILE_PROCESSING.get(Math.clamp(tries - 1L, 0, WHILE_PROCESSING.size() - 1)));
    }
}
