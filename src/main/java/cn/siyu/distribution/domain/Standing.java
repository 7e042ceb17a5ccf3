package cn.siyu.distribution.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where somebody stands with the shop as a distributor (C1). A transition is a method of the states that allow it; everywhere
 * else it is refused with {@code STATE_CHANGED} and the state that he is in.
 */
public sealed interface Standing {

    /** The names under which states are stored and shown. */
    @Schema(name = "DistributorState")
    enum Kind {
        APPLIED,
        REJECTED,
        ACTIVE,
        SUSPENDED,
        QUITTING,
        TERMINATED
    }

    /** What an admitted distributor has for as long as he is one, and what is kept of it afterwards. */
    record Contract(UUID tier, String promoCode, Instant since) {}

    Kind kind();

    /** Absent for those who were never admitted. */
    default Optional<Contract> contract() {
        return Optional.empty();
    }

    default Standing approve(Contract contract) {
        throw refused();
    }

    default Standing reject() {
        throw refused();
    }

    default Standing suspend() {
        throw refused();
    }

    default Standing resume() {
        throw refused();
    }

    /** He wishes to end: no claims from now on, what he has earned is settled first. */
    default Standing quit() {
        throw refused();
    }

    default Standing terminate() {
        throw refused();
    }

    private Refused refused() {
        return Refused.with(CommonProblem.STATE_CHANGED, "It is " + kind(), Map.of("state", kind().name()));
    }

    /** Waits for an answer. */
    record Applied() implements Standing {
        @Override
        public Kind kind() {
            return Kind.APPLIED;
        }

        @Override
        public Standing approve(Contract contract) {
            return new Active(contract);
        }

        @Override
        public Standing reject() {
            return new Rejected();
        }
    }

    /** Was told no; he may apply anew. */
    record Rejected() implements Standing {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    /** Shares, binds customers, has claims. */
    record Active(Contract agreed) implements Standing {
        @Override
        public Kind kind() {
            return Kind.ACTIVE;
        }

        @Override
        public Optional<Contract> contract() {
            return Optional.of(agreed);
        }

        @Override
        public Standing suspend() {
            return new Suspended(agreed);
        }

        @Override
        public Standing quit() {
            return new Quitting(agreed);
        }

        @Override
        public Standing terminate() {
            return new Terminated(agreed);
        }
    }

    /** Stopped by the shop for now: no claims, no tokens; his customers stay his. */
    record Suspended(Contract agreed) implements Standing {
        @Override
        public Kind kind() {
            return Kind.SUSPENDED;
        }

        @Override
        public Optional<Contract> contract() {
            return Optional.of(agreed);
        }

        @Override
        public Standing resume() {
            return new Active(agreed);
        }

        @Override
        public Standing quit() {
            return new Quitting(agreed);
        }

        @Override
        public Standing terminate() {
            return new Terminated(agreed);
        }
    }

    /** Has said that he ends; waits until what he has earned is settled. */
    record Quitting(Contract agreed) implements Standing {
        @Override
        public Kind kind() {
            return Kind.QUITTING;
        }

        @Override
        public Optional<Contract> contract() {
            return Optional.of(agreed);
        }

        @Override
        public Standing terminate() {
            return new Terminated(agreed);
        }
    }

    /** Was one; he may apply anew. */
    record Terminated(Contract agreed) implements Standing {
        @Override
        public Kind kind() {
            return Kind.TERMINATED;
        }

        @Override
        public Optional<Contract> contract() {
            return Optional.of(agreed);
        }
    }
}
