package cn.siyu.handover.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How handover says no. */
public enum HandoverProblem implements ProblemType {
    HANDOVER_SELLER_UNKNOWN(422, "There is no such seller, or the successor is not at work"),
    HANDOVER_TO_HIMSELF(422, "Nobody hands over to himself"),
    HANDOVER_TOO_LATE(422, "WeCom passes customers and chats on only within a year of leaving"),
    HANDOVER_DATE_WRONG(422, "Who has left has a date of leaving that is past; who goes on has none"),
    HANDOVER_KINDS_DIFFER(422, "A distributor who has customers hands over to a distributor who is active"),
    HANDOVER_OPEN(409, "This seller's last handover is not at its end: close it first");

    private final int status;
    private final String title;

    HandoverProblem(int status, String title) {
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
