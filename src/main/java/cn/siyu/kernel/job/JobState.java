package cn.siyu.kernel.job;

/** Where a job is: waiting, being worked on, or ended in one of three ways. */
public enum JobState {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    public boolean isEnded() {
        return this == DONE || this == FAILED || this == CANCELLED;
    }
}
