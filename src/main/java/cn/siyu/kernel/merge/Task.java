package cn.siyu.kernel.merge;

import io.smallrye.mutiny.subscription.UniEmitter;

/** A command that waits, and whoever waits for its answer. */
final class Task<C, A> {

    private final Merged<C, A> kind;
    private final C command;
    private final long since;
    private final UniEmitter<? super A> caller;
    private volatile boolean left;

    Task(Merged<C, A> kind, C command, long since, UniEmitter<? super A> caller) {
        this.kind = kind;
        this.command = command;
        this.since = since;
        this.caller = caller;
    }

    Merged<C, A> kind() {
        return kind;
    }

    C command() {
        return command;
    }

    long since() {
        return since;
    }

    /** Nobody waits any more: what was not begun is not begun. */
    void leave() {
        left = true;
    }

    boolean isAwaited() {
        return !left;
    }

    void answer(Verdict<A> verdict) {
        switch (verdict) {
            case Verdict.Done<A>(var answer) -> caller.complete(answer);
            case Verdict.No<A>(var reason) -> caller.fail(reason);
        }
    }

    void fail(Throwable failure) {
        caller.fail(failure);
    }
}
