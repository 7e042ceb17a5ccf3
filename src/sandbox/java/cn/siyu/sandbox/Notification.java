package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One event that WeChat tells the merchant, again and again until it is taken or the schedule ends. */
record Notification(
        String id,
        String number,
        String eventType,
        String originalType,
        String summary,
        String url,
        JsonNode plaintext,
        Instant createdAt,
        Status status,
        int step,
        @Nullable Instant nextDue,
        List<Attempt> attempts) {

    /** The fifteen waits between the sixteen scheduled deliveries, about a day in all. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(3),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(30),
            Duration.ofMinutes(60),
            Duration.ofHours(3),
            Duration.ofHours(3),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(6));

    /** Where it stands. */
    enum Status {
        PENDING,
        DELIVERED,
        GIVEN_UP
    }

    /**
     * One try to deliver.
     *
     * @param scheduled false for an extra copy or a redelivery by hand
     * @param dueAt when the schedule wanted it, in virtual time
     * @param sentAt when it left
     * @param delaySeconds the wait since the scheduled try before it
     * @param httpStatus the merchant's answer, 0 when none came
     */
    record Attempt(
            boolean scheduled,
            Instant dueAt,
            Instant sentAt,
            long delaySeconds,
            int httpStatus,
            String outcome,
            String mode) {
        boolean taken() {
            return httpStatus == 200 || httpStatus == 204;
        }
    }

    /** Writes down a try outside the schedule. */
    Notification tried(Attempt attempt) {
        return with(attempt.taken() ? Status.DELIVERED : status, step, attempt.taken() ? null : nextDue, attempt);
    }

    /** Writes down a scheduled try and plans the next one if nobody took it. */
    Notification triedOnSchedule(Attempt attempt) {
        if (attempt.taken() || status == Status.DELIVERED) {
            return with(Status.DELIVERED, step + 1, null, attempt);
        }
        if (step >= WAITS.size()) {
            return with(Status.GIVEN_UP, step + 1, null, attempt);
        }
        // Counted from the plan, not from the sending: a leap of the clock plays the whole schedule through.
        return with(Status.PENDING, step + 1, attempt.dueAt().plus(WAITS.get(step)), attempt);
    }

    long delayBefore() {
        return step == 0 ? 0 : WAITS.get(step - 1).toSeconds();
    }

    private Notification with(Status next, int nextStep, @Nullable Instant due, Attempt attempt) {
        var all = Stream.concat(attempts.stream(), Stream.of(attempt)).toList();
        return new Notification(
                id, number, eventType, originalType, summary, url, plaintext, createdAt, next, nextStep, due, all);
    }
}
