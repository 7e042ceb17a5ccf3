package cn.siyu.report.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How report says no. */
public enum ReportProblem implements ProblemType {
    NOT_ON_A_BOARD(403, "Only distributors and KOCs have leaderboards"),
    NO_TEAM_LED(403, "Only the captain of a team may see its sales");

    private final int status;
    private final String title;

    ReportProblem(int status, String title) {
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
