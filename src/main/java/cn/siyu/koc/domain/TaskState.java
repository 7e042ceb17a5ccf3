package cn.siyu.koc.domain;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a KOC's part of a task stands. What is not named here is refused with {@code STATE_CHANGED}. */
@Schema(name = "KocTaskState")
public enum TaskState {
    OPEN,
    /** He has shown what he did, and somebody is to look at it. */
    SUBMITTED,
    DONE,
    /** Nothing was shown in time. */
    MISSED,
    CANCELLED;

    public TaskState submit() {
        return from(this == OPEN || this == SUBMITTED, SUBMITTED);
    }

    public TaskState accept() {
        return from(this == SUBMITTED, DONE);
    }

    /** @param late whether its time is over, so that he cannot show it again */
    public TaskState reject(boolean late) {
        return from(this == SUBMITTED, late ? MISSED : OPEN);
    }

    /** The link that proves it was opened by somebody else. */
    public TaskState prove() {
        return from(this == OPEN, DONE);
    }

    public TaskState miss() {
        return from(this == OPEN, MISSED);
    }

    public TaskState cancel() {
        return from(this == OPEN || this == SUBMITTED, CANCELLED);
    }

    public boolean isOver() {
        return switch (this) {
            case OPEN, SUBMITTED -> false;
            case DONE, MISSED, CANCELLED -> true;
        };
    }

    private TaskState from(boolean allowed, TaskState next) {
        if (!allowed) {
            throw Refused.with(CommonProblem.STATE_CHANGED, "The task is " + this, Map.of("state", name()));
        }
        return next;
    }
}
