package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a withdrawal stands (C31). A transition is a method of the states that allow it; everywhere else a command is refused
 * with the state that the withdrawal is in, and news that comes too late changes nothing.
 */
public sealed interface WithdrawalState {

    /** What WeChat gives the payee to confirm; it then closes by itself. */
    Duration CONFIRM = Duration.ofHours(24);

    /** We hear of it later than WeChat's day began. */
    Duration SLACK = Duration.ofMinutes(5);

    /** The names under which states are stored and shown. */
    @Schema(name = "WithdrawalState")
    enum Kind {
        REQUESTED,
        REVIEWING,
        APPROVED,
        TRANSFERRING,
        WAIT_CONFIRM,
        SUCCEEDED,
        FAILED,
        EXPIRED,
        CANCELLED,
        REJECTED;

        /** Whether the money has arrived, or is available again. */
        public boolean isEnd() {
            return compareTo(WAIT_CONFIRM) > 0;
        }
    }

    /** How WeChat ended a transfer. */
    enum Outcome {
        SUCCESS,
        FAIL,
        CANCELLED
    }

    Kind kind();

    /** The payee wants it back and WeChat has not answered yet. */
    default boolean cancelAsked() {
        return false;
    }

    /** Why it failed or was rejected. */
    default Optional<String> reason() {
        return Optional.empty();
    }

    /** Who of finance was the first to approve. */
    default Optional<UUID> first() {
        return Optional.empty();
    }

    /** Since when WeChat waits for the payee. */
    default Optional<Instant> awaitsSince() {
        return Optional.empty();
    }

    /** Up to the limit nobody has to look. */
    default WithdrawalState submit(Money amount, Money fourEyesAbove) {
        throw refused();
    }

    default WithdrawalState approve(UUID by) {
        throw refused();
    }

    default WithdrawalState reject(String reason) {
        throw refused();
    }

    /** The transfer is promised. */
    default WithdrawalState send() {
        throw refused();
    }

    /** By the payee. Once WeChat may know of it, it can only be asked for. */
    default WithdrawalState cancel() {
        throw refused();
    }

    /** WeChat waits for the payee. */
    default WithdrawalState awaitUser(Instant at) {
        return this;
    }

    /** WeChat has ended it. */
    default WithdrawalState end(Outcome outcome, Optional<String> reason, Instant at) {
        return this;
    }

    private Refused refused() {
        return Refused.with(
                CommissionProblem.WITHDRAWAL_STATE, "The withdrawal is " + kind(), Map.of("state", kind().name()));
    }

    /** The money is set aside. */
    record Requested() implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.REQUESTED;
        }

        @Override
        public WithdrawalState submit(Money amount, Money fourEyesAbove) {
            return amount.compareTo(fourEyesAbove) > 0 ? new Reviewing(Optional.empty()) : new Approved();
        }
    }

    /** Waits for two of finance, one after the other. */
    record Reviewing(Optional<UUID> first) implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.REVIEWING;
        }

        @Override
        public WithdrawalState approve(UUID by) {
            if (first.isEmpty()) {
                return new Reviewing(Optional.of(by));
            }
            if (first.get().equals(by)) {
                throw new Refused(CommissionProblem.FOUR_EYES);
            }
            return new Approved();
        }

        @Override
        public WithdrawalState reject(String reason) {
            return new Rejected(Optional.of(reason));
        }

        @Override
        public WithdrawalState cancel() {
            return new Cancelled();
        }
    }

    /** May be sent; it waits when payouts go out in batches. */
    record Approved() implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.APPROVED;
        }

        @Override
        public WithdrawalState reject(String reason) {
            return new Rejected(Optional.of(reason));
        }

        @Override
        public WithdrawalState cancel() {
            return new Cancelled();
        }

        @Override
        public WithdrawalState send() {
            return new Transferring(false);
        }
    }

    /** Promised: WeChat may or may not know it. */
    record Transferring(boolean cancelAsked) implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.TRANSFERRING;
        }

        @Override
        public WithdrawalState cancel() {
            return new Transferring(true);
        }

        @Override
        public WithdrawalState awaitUser(Instant at) {
            return new WaitConfirm(at, cancelAsked);
        }

        @Override
        public WithdrawalState end(Outcome outcome, Optional<String> reason, Instant at) {
            return ended(outcome, reason);
        }
    }

    /** The payee has to confirm in WeChat. */
    record WaitConfirm(Instant since, boolean cancelAsked) implements WithdrawalState {
        @Override
        public Optional<Instant> awaitsSince() {
            return Optional.of(since);
        }

        @Override
        public Kind kind() {
            return Kind.WAIT_CONFIRM;
        }

        @Override
        public WithdrawalState cancel() {
            return new WaitConfirm(since, true);
        }

        @Override
        public WithdrawalState end(Outcome outcome, Optional<String> reason, Instant at) {
            var late = !at.isBefore(since.plus(CONFIRM).minus(SLACK));
            return outcome != Outcome.SUCCESS && late && !cancelAsked ? new Expired() : ended(outcome, reason);
        }
    }

    /** The payee has it. */
    record Succeeded() implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.SUCCEEDED;
        }
    }

    /** WeChat could not pay. */
    record Failed(Optional<String> reason) implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.FAILED;
        }
    }

    /** The payee did not confirm in time. */
    record Expired() implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.EXPIRED;
        }
    }

    /** The payee took it back. */
    record Cancelled() implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.CANCELLED;
        }
    }

    /** Finance said no. */
    record Rejected(Optional<String> reason) implements WithdrawalState {
        @Override
        public Kind kind() {
            return Kind.REJECTED;
        }
    }

    private static WithdrawalState ended(Outcome outcome, Optional<String> reason) {
        return switch (outcome) {
            case SUCCESS -> new Succeeded();
            case FAIL -> new Failed(reason);
            case CANCELLED -> new Cancelled();
        };
    }
}
