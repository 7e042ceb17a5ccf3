package cn.siyu.trade;

import cn.siyu.kernel.problem.ProblemType;

/** What trade refuses, and whoever sells through it. */
public enum SaleProblem implements ProblemType {
    PRICE_CHANGED(409, "The quote no longer holds: look at the new one and confirm it");

    private final int status;
    private final String title;

    SaleProblem(int status, String title) {
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
