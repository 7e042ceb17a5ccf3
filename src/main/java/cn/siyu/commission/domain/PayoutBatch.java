package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Approved withdrawals that are paid out together: one of finance proposes them, another releases them (SEC-22). */
public record PayoutBatch(
        UUID id,
        State state,
        Filter filter,
        String reason,
        int items,
        Money total,
        UUID proposedBy,
        Instant proposedAt,
        Optional<Release> release,
        Optional<Instant> endedAt,
        long version) {

    /** Where a batch stands. */
    @Schema(name = "PayoutBatchState")
    public enum State {
        /** Waits for another pair of eyes. */
        PROPOSED,
        /** Its job sends one after the other. */
        RUNNING,
        /** Each has been sent, or passed over with a reason. */
        DONE,
        /** Nothing was sent. */
        DROPPED
    }

    /** How one withdrawal of it stands. */
    @Schema(name = "PayoutItemState")
    public enum ItemState {
        WAITING,
        /** Promised to WeChat; what became of it the withdrawal says. */
        SENT,
        /** It may not be paid now: it stays approved, for another batch. */
        SKIPPED,
        DROPPED
    }

    /** Which approved withdrawals are meant. */
    public record Filter(
            Optional<Payee.Kind> kind, Optional<Money> least, Optional<Money> most, Optional<Instant> requestedUntil) {}

    /** Who released it, and the job that works on it. */
    public record Release(UUID by, Instant at, UUID job) {}

    public PayoutBatch released(UUID by, UUID job, Instant now) {
        must(State.PROPOSED);
        if (by.equals(proposedBy)) {
            throw new Refused(CommissionProblem.FOUR_EYES);
        }
        return with(State.RUNNING, Optional.of(new Release(by, now, job)), Optional.empty());
    }

    /** Its job has died: another one goes on. */
    public PayoutBatch resumed(UUID job) {
        must(State.RUNNING);
        return with(State.RUNNING, release.map(first -> new Release(first.by(), first.at(), job)), Optional.empty());
    }

    public PayoutBatch dropped(Instant now) {
        must(State.PROPOSED);
        return with(State.DROPPED, release, Optional.of(now));
    }

    public PayoutBatch done(Instant now) {
        return state == State.RUNNING ? with(State.DONE, release, Optional.of(now)) : this;
    }

    private void must(State wanted) {
        if (state != wanted) {
            throw Refused.with(
                    CommissionProblem.PAYOUT_BATCH_STATE, "The batch is " + state, Map.of("state", state.name()));
        }
    }

    private PayoutBatch with(State next, Optional<Release> nextRelease, Optional<Instant> end) {
        return new PayoutBatch(
                id, next, filter, reason, items, total, proposedBy, proposedAt, nextRelease, end, version + 1);
    }
}
