package cn.siyu.handover.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A seller's handover to another.
 *
 * @param leftAt when he left; absent of one who goes on elsewhere in the house
 * @param effectiveAt from when on what is the shop's own is the successor's
 * @param graceUntil until when his links lead to the successor
 * @param users whom of WeCom the two are; absent when nothing has to be passed on there
 * @param job the run that works on it, or did
 */
public record Handover(
        UUID id,
        Party from,
        Party to,
        Kind kind,
        Optional<Instant> leftAt,
        Instant effectiveAt,
        Instant graceUntil,
        Optional<Users> users,
        String reason,
        String askedBy,
        State state,
        Phase phase,
        Moved moved,
        Optional<UUID> job,
        int silences,
        Optional<String> lastFault,
        Optional<Instant> nextAt,
        Instant createdAt,
        Optional<Instant> endedAt,
        long version) {

    /** One of the two. */
    public record Party(UUID seller, String name) {}

    /** Whom of WeCom they are. */
    public record Users(String from, String to) {}

    /** What has changed hands here. */
    public record Moved(
            long customers,
            long communities,
            long bindings,
            long endedBindings,
            long buyers,
            long tokens,
            long tasks) {}

    /** Whether he stays with the house: WeCom knows two ways of passing on. */
    @Schema(name = "HandoverKind")
    public enum Kind {
        IN_SERVICE,
        RESIGNED
    }

    /** Whether it is worked on. */
    @Schema(name = "HandoverState")
    public enum State {
        RUNNING,
        /** For customers who are asked, for a limit of WeCom's to pass, or for WeCom to answer. */
        WAITING,
        DONE,
        /** Ended by staff; what WeCom had not taken by then is given up. */
        CLOSED
    }

    /** What is done next. */
    @Schema(name = "HandoverPhase")
    public enum Phase {
        /** What is the shop's own changes hands. */
        OWN,
        /** WeCom is asked what the leaver has there. */
        COLLECT,
        /** It is passed on there. */
        SEND
    }

    public boolean resigned() {
        return kind == Kind.RESIGNED;
    }

    public boolean open() {
        return state == State.RUNNING || state == State.WAITING;
    }

    /** Whether WeCom passes nothing of his on any more. */
    public boolean tooLate(Instant now) {
        return leftAt.filter(left -> !now.isBefore(left.plus(WeComRules.AFTER_LEAVING)))
                .isPresent();
    }
}
