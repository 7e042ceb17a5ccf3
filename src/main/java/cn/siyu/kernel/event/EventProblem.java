package cn.siyu.kernel.event;

import cn.siyu.kernel.problem.ProblemType;

/** How the house of events says no. */
public enum EventProblem implements ProblemType {
    REPLAY_FAILED(409, "The event failed again: mend the cause first"),
    LISTENER_GONE(409, "Nobody listens under this name any more");

    private final int status;
    private final String title;

    EventProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}
