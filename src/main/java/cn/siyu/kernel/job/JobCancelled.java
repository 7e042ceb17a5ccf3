package cn.siyu.kernel.job;

/** Tells a handler that its job was cancelled: what is done stays, nothing more is begun. */
public final class JobCancelled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobCancelled() {
        super("the job was cancelled", null, false, false);
    }
}
