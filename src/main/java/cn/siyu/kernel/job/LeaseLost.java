package cn.siyu.kernel.job;

/** Another instance has taken the job over: this run must stop and write nothing more. */
final class LeaseLost extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LeaseLost() {
        super("another instance works on this job now", null, false, false);
    }
}
