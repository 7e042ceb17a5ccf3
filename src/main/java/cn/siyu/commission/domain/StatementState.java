package cn.siyu.commission.domain;

import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a statement stands (C29): told to the payee, agreed to, closed. */
public sealed interface StatementState {

    /** The names under which states are stored and shown. */
    @Schema(name = "StatementState")
    enum Kind {
        DRAFT,
        CONFIRMED,
        LOCKED
    }

    /** Who agreed. */
    @Schema(name = "StatementConfirmedHow")
    enum How {
        PAYEE,
        /** Nobody objected in time. */
        TIME
    }

    Kind kind();

    default Optional<Instant> confirmedAt() {
        return Optional.empty();
    }

    default Optional<How> how() {
        return Optional.empty();
    }

    default Optional<Instant> lockedAt() {
        return Optional.empty();
    }

    /** Agreed to; a second time changes nothing. */
    default StatementState confirm(How by, Instant at) {
        return this;
    }

    default StatementState lock(Instant at) {
        throw refused(this);
    }

    /** Whether a line may be disputed: its statement stays where it is. */
    default void disputable() {}

    private static Refused refused(StatementState state) {
        return Refused.with(
                CommissionProblem.STATEMENT_STATE,
                "The statement is " + state.kind(),
                Map.of("state", state.kind().name()));
    }

    /** Told to the payee. */
    record Draft() implements StatementState {
        @Override
        public Kind kind() {
            return Kind.DRAFT;
        }

        @Override
        public StatementState confirm(How by, Instant at) {
            return new Confirmed(at, by);
        }
    }

    /** Agreed to, line by line but for those in dispute. */
    record Confirmed(Instant at, How by) implements StatementState {
        @Override
        public Kind kind() {
            return Kind.CONFIRMED;
        }

        @Override
        public Optional<Instant> confirmedAt() {
            return Optional.of(at);
        }

        @Override
        public Optional<How> how() {
            return Optional.of(by);
        }

        @Override
        public StatementState lock(Instant now) {
            return new Locked(at, by, now);
        }
    }

    /** Closed: what is found out later is in the next one. */
    record Locked(Instant at, How by, Instant since) implements StatementState {
        @Override
        public Kind kind() {
            return Kind.LOCKED;
        }

        @Override
        public Optional<Instant> confirmedAt() {
            return Optional.of(at);
        }

        @Override
        public Optional<How> how() {
            return Optional.of(by);
        }

        @Override
        public Optional<Instant> lockedAt() {
            return Optional.of(since);
        }

        @Override
        public StatementState confirm(How again, Instant now) {
            throw refused(this);
        }

        @Override
        public void disputable() {
            throw refused(this);
        }
    }
}
