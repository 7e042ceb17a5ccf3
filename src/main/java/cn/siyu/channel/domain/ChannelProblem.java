package cn.siyu.channel.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How prices and price lists are refused. */
public enum ChannelProblem implements ProblemType {
    PRICE_SKU_UNKNOWN(422, "There is no such SKU"),
    PRICE_OUT_OF_RANGE(422, "A price is at least one fen and at most one hundred million yuan"),
    PRICE_SKU_TWICE(422, "A SKU stands once in a request"),
    PRICE_LIST_CODE_TAKEN(409, "There is a price list of that code"),
    PRICE_LIST_OVER(409, "The price list has ended: a new one is needed"),
    PRICE_LIST_INTERVAL(422, "A price list ends after it begins, and not in the past");

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
