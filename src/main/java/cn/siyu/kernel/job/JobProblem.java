package cn.siyu.kernel.job;

import cn.siyu.kernel.problem.ProblemType;

/** How jobs say no. */
public enum JobProblem implements ProblemType {
    JOB_ENDED(409, "The job has already ended");

    private final int status;
    private final String title;

    JobProblem(int status, String title) {
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
