package cn.siyu.groupbuy.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.Map;

/** Where an activity stands (B1). A command that a state does not allow is refused with the state that it is in. */
public enum ActivityState {
    /** Being written; nothing is set aside for it. */
    DRAFT,
    /** Published, its stock is its own; it begins by itself. */
    SCHEDULED,
    RUNNING,
    /** No new groups and no new members; groups that are open run on. */
    PAUSED,
    /** Closed by staff: what is open fails and is refunded. */
    STOPPED,
    /** Over by time: no new groups; groups that are open may still fill until they run out. */
    ENDED;

    /** @param begun whether its time has come already */
    public ActivityState publish(boolean begun) {
        return switch (this) {
            case DRAFT -> begun ? RUNNING : SCHEDULED;
            case SCHEDULED, RUNNING, PAUSED, STOPPED, ENDED -> throw refused();
        };
    }

    public ActivityState pause() {
        return switch (this) {
            case RUNNING -> PAUSED;
            case DRAFT, SCHEDULED, PAUSED, STOPPED, ENDED -> throw refused();
        };
    }

    public ActivityState resume() {
        return switch (this) {
            case PAUSED -> RUNNING;
            case DRAFT, SCHEDULED, RUNNING, STOPPED, ENDED -> throw refused();
        };
    }

    public ActivityState stop() {
        return switch (this) {
            case SCHEDULED, RUNNING, PAUSED -> STOPPED;
            case DRAFT, STOPPED, ENDED -> throw refused();
        };
    }

    /** What time alone makes of it. */
    public ActivityState at(Instant startsAt, Instant endsAt, Instant now) {
        return switch (this) {
            case SCHEDULED -> now.isBefore(startsAt) ? SCHEDULED : RUNNING.at(startsAt, endsAt, now);
            case RUNNING, PAUSED -> now.isBefore(endsAt) ? this : ENDED;
            case DRAFT, STOPPED, ENDED -> this;
        };
    }

    /** Its stock is set aside and it may still change within limits. */
    public boolean published() {
        return this == SCHEDULED || this == RUNNING || this == PAUSED;
    }

    /** Nothing begins in it any more. */
    public boolean over() {
        return this == STOPPED || this == ENDED;
    }

    /** Everybody may know of it. */
    public boolean shown() {
        return this != DRAFT && this != SCHEDULED;
    }

    private Refused refused() {
        return Refused.with(CommonProblem.STATE_CHANGED, "The activity is " + this, Map.of("state", name()));
    }
}
