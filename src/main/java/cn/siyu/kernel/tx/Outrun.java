package cn.siyu.kernel.tx;

import cn.siyu.kernel.problem.Refused;

/**
 * Somebody else, a worker as a rule, changed a row between its being read and its being saved, and the caller did not say
 * which version he meant. {@link Transactions} does the use case again on what the row is now; only who is outrun every time
 * gets the refusal.
 */
public final class Outrun extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Refused refusal;

    /** {@code refusal} says what the row is now. */
    public Outrun(Refused refusal) {
        super(refusal.getMessage(), null, false, false);
        this.refusal = refusal;
    }

    Refused refusal() {
        return refusal;
    }
}
