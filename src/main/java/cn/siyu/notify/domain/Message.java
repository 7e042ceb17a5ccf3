package cn.siyu.notify.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** One message to one member. */
public record Message(
        UUID id,
        Kind kind,
        UUID member,
        String templateId,
        UUID order,
        Optional<UUID> spu,
        Map<String, String> facts,
        State state,
        Optional<String> failure,
        int tries,
        Instant occurredAt,
        Instant expiresAt,
        Optional<Instant> endedAt) {

    private static final List<Duration> APART =
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));

    /** How a message stands. */
    @Schema(name = "MessageState")
    public enum State {
        /** Its permission is spent; it is on its way or will be. */
        WAITING,
        SENT,
        /** The member had given none that was left. */
        NO_PERMISSION,
        /** WeChat knows of no permission, whatever we had counted (43101). */
        REFUSED_BY_USER,
        /** WeChat takes it never, or the member is gone. */
        REFUSED,
        /** WeChat did not answer, often enough: it may have arrived. */
        UNKNOWN,
        /** It was never tried within its useful life. */
        EXPIRED
    }

    /** What is left to do about a message that is claimed. */
    public sealed interface Turn {

        record Send() implements Turn {}

        record End(State state) implements Turn {}
    }

    /** An old message is no news any more; and one of unknown fate is tried a few times only, because it may arrive twice. */
    public Turn turn(Instant now) {
        if (tries > APART.size() + 1 || (tries > 1 && !now.isBefore(expiresAt))) {
            return new Turn.End(State.UNKNOWN);
        }
        return now.isBefore(expiresAt) ? new Turn.Send() : new Turn.End(State.EXPIRED);
    }

    /** When it is tried again after a try without an answer; empty after the last. */
    public Optional<Instant> nextTry(Instant now) {
        return tries > APART.size() ? Optional.empty() : Optional.of(now.plus(APART.get(Math.max(0, tries - 1))));
    }
}
