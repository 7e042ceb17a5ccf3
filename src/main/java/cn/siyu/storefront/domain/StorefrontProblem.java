package cn.siyu.storefront.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How the storefront says no. */
public enum StorefrontProblem implements ProblemType {
    SPEC_COMBINATION_UNKNOWN(422, "The product is not made in this combination");

    private final int status;
    private final String title;

    StorefrontProblem(int status, String title) {
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
