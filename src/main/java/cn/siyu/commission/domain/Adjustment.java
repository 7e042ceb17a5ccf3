package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What finance puts right on an account by hand: one proposes it, another approves it (SEC-22), and then it is posted.
 *
 * @param amount added to what is available; below zero it is taken
 */
public record Adjustment(
        UUID id,
        Payee payee,
        Kind kind,
        Money amount,
        String reason,
        State state,
        UUID proposedBy,
        Instant proposedAt,
        Optional<Decision> decision,
        long version) {

    /** Why something is put right. */
    @Schema(name = "AdjustmentKind")
    public enum Kind {
        /** An agreement or a mistake. */
        CORRECTION,
        /** A debt that nobody will make up any more (C24). */
        WRITE_OFF,
        /** Paid with wages (D7), or by bank to the company that is paid for the payee (C4). */
        PAID_OUTSIDE;

        /** Whether an amount makes sense: a debt is given up by adding, and what was paid is taken. */
        public boolean allows(long fen) {
            return switch (this) {
                case CORRECTION -> fen != 0;
                case WRITE_OFF -> fen > 0;
                case PAID_OUTSIDE -> fen < 0;
            };
        }
    }

    /** Where it stands. */
    @Schema(name = "AdjustmentState")
    public enum State {
        PROPOSED,
        /** It is in the books. */
        APPROVED,
        REJECTED
    }

    /** Who decided it, and why. */
    public record Decision(UUID by, Instant at, String reason) {}

    public Adjustment approved(UUID by, Instant at, String why) {
        if (by.equals(proposedBy)) {
            throw new Refused(CommissionProblem.FOUR_EYES);
        }
        return decided(State.APPROVED, new Decision(by, at, why));
    }

    /** By anybody: whoever proposed it takes it back. */
    public Adjustment rejected(UUID by, Instant at, String why) {
        return decided(State.REJECTED, new Decision(by, at, why));
    }

    private Adjustment decided(State next, Decision by) {
        if (state != State.PROPOSED) {
            throw Refused.with(
                    CommissionProblem.ADJUSTMENT_STATE, "The adjustment is " + state, Map.of("state", state.name()));
        }
        return new Adjustment(
                id, payee, kind, amount, reason, next, proposedBy, proposedAt, Optional.of(by), version + 1);
    }
}
