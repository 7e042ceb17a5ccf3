package cn.siyu.kernel.job;

/** Tells a handler that its instance ends: what is done stays, and another instance goes on from the checkpoint. */
public final class JobInterrupted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public JobInterrupted() {
        super("the instance that worked on the job ends", null, false, false);
    }
}
