package cn.siyu.kernel.merge;

/** What became of one command of a batch: the batch is committed whether or not single ones were refused. */
public sealed interface Verdict<A> {

    /** Carried out; the answer is given after the commit. */
    record Done<A>(A answer) implements Verdict<A> {}

    /** A rule said no to this one; nothing was written for it. */
    record No<A>(Throwable reason) implements Verdict<A> {}
}
