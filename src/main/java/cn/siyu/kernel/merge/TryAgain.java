package cn.siyu.kernel.merge;

/** What was decided no longer holds, because somebody outside of the batch was faster; decided anew it may hold. */
public final class TryAgain extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TryAgain(String why) {
        super(why, null, false, false);
    }
}
