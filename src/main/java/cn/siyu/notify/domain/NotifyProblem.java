package cn.siyu.notify.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How messages say no. */
public enum NotifyProblem implements ProblemType {
    TEMPLATE_UNKNOWN(422, "This shop has no such message template");

    private final int status;
    private final String title;

    NotifyProblem(int status, String title) {
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
