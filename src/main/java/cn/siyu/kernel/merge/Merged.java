package cn.siyu.kernel.merge;

import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** A kind of command that many give at once and that one transaction carries out for all of them. */
public interface Merged<C, A> {

    /** A stable name, for the metrics and as a part of the keys of lanes. */
    String name();

    /**
     * Decides each command in turn and writes what was decided, set-based; answers in the order of the commands. When it
     * fails, nothing was written, and the writer tries each command by itself: then the failure is the answer of that one.
     *
     * @param locked to be run once everything is locked that the next batch of the same key will ask for: from then on that
     *     batch may come, and wait for our commit
     */
    Uni<List<Verdict<A>>> carryOut(Tx tx, List<C> commands, Runnable locked);
}
