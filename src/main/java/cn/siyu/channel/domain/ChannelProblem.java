package cn.siyu.channel.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How prices are refused, each for one SKU of a request. */
public enum ChannelProblem implements ProblemType {
    PRICE_SKU_UNKNOWN(422, "There is no such SKU"),
    PRICE_OUT_OF_RANGE(422, "A price is at least one fen and at most one hundred million yuan"),
    PRICE_SKU_TWICE(422, "A SKU stands once in a request");

    private final int status;
    private final String title;

    ChannelProblem(int status, String title) {
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
