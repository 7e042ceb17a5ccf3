package cn.siyu.kernel.vertx;

import io.smallrye.mutiny.Uni;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;

/**
 * Work that comes in faster than it is to be done: a few pieces at a time, each on a context of its own, in the order of coming.
 * What finds no room is not taken: somebody else must find it, such as a sweep.
 */
public final class FewAtOnce<T> {

    private static final Logger LOG = Logger.getLogger(FewAtOnce.class);

    private final FreshContext contexts;
    private final IntSupplier atOnce;
    private final int room;
    private final Function<T, Uni<Void>> work;
    private final Queue<T> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingNow = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    /**
     * @param atOnce so many at a time; asked before each piece
     * @param room so many may wait
     * @param work heals its own failures; one that it lets out is only logged
     */
    public FewAtOnce(FreshContext contexts, IntSupplier atOnce, int room, Function<T, Uni<Void>> work) {
        this.contexts = contexts;
        this.atOnce = atOnce;
        this.room = room;
        this.work = work;
    }

    /** Takes a piece of work unless too many wait, and does not wait for it. */
    public void offer(T piece) {
        if (waitingNow.incrementAndGet() > room) {
            waitingNow.decrementAndGet();
            return;
        }
        waiting.add(piece);
        go();
    }

    private void go() {
        while (!contexts.isEnding() && !waiting.isEmpty() && mayGo()) {
            var next = waiting.poll();
            if (next == null) {
                underWay.decrementAndGet();
            } else {
                waitingNow.decrementAndGet();
                var _ = contexts.run(() -> work.apply(next)).subscribe().with(_ -> over(), failure -> {
                    LOG.error("a piece of work failed", failure);
                    over();
                });
            }
        }
    }

    private boolean mayGo() {
        var most = atOnce.getAsInt();
        return underWay.getAndUpdate(now -> now < most ? now + 1 : now) < most;
    }

    private void over() {
        underWay.decrementAndGet();
        go();
    }
}
