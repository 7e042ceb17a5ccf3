package cn.siyu.kernel.event;

import cn.siyu.kernel.event.OutboxRows.Outgoing;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Carries committed events from the outbox to the channel, at least once. One claim runs at a time; what it yields is sent
 * key by key, different keys beside each other and the events of one key one after the other; no connection is held
 * meanwhile. Sent rows are marked in groups: whatever ends during one statement is in the next.
 */
@Singleton
public class OutboxRelay {

    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int MOST_IN_HAND = 1_024;
    private static final int MOST_AT_ONCE = 512;

    /** A look costs as much for few as for many: while much is in hand it waits until there is room for as many. */
    private static final int WORTH_A_LOOK = 256;

    private static final int MOST_MARKED = 1_000;
    private static final long LOOK_MILLIS = 1_000;

    private final OutboxRows rows;
    private final EventChannel channel;
    private final FreshContext contexts;
    private final OwnWork own;

    private final AtomicBoolean running = new AtomicBoolean();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private final AtomicBoolean again = new AtomicBoolean();
    private final AtomicBoolean marking = new AtomicBoolean();
    private final Set<Long> inHand = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Long> sent = new ConcurrentLinkedQueue<>();

    @Inject
    OutboxRelay(OutboxRows rows, EventChannel channel, FreshContext contexts, OwnWork own) {
        this.rows = rows;
        this.channel = channel;
        this.contexts = contexts;
        this.own = own;
    }

    void start(@Observes StartupEvent event) {
        running.set(true);
        own.every(LOOK_MILLIS, this::look);
        own.every(rows.lease().toMillis() / 3, this::renew);
        wake();
    }

    private void look() {
        if (!sent.isEmpty()) {
            mark();
        }
        wake();
    }

    void stop(@Observes ShutdownEvent event) {
        running.set(false);
    }

    void appended(@Observes Outbox.Appended event) {
        wake();
    }

    /** Whether events leave this instance; asked by the readiness check. */
    public boolean isRunning() {
        return running.get();
    }

    /** Looks for unsent events now, or once more after the look that is under way. */
    void wake() {
        again.set(true);
        if (running.get() && claiming.compareAndSet(false, true)) {
            claim();
        }
    }

    private void renew() {
        var held = List.copyOf(inHand);
        if (!held.isEmpty()) {
            start(
                    contexts.run(() -> rows.renew(held)),
                    _ -> {},
                    failure -> LOG.warnf("the lease of events could not be renewed: %s", failure.getMessage()));
        }
    }

    private void claim() {
        again.set(false);
        var room = MOST_IN_HAND - inHand.size();
        if (room < WORTH_A_LOOK) {
            claimed(List.of());
            return;
        }
        start(contexts.run(() -> rows.claim(Math.min(room, MOST_AT_ONCE))), this::claimed, failure -> {
            LOG.warnf("events could not be claimed: %s", failure.getMessage());
            claiming.set(false);
        });
    }

    private void claimed(List<Outgoing> claimed) {
        var byKey = new LinkedHashMap<String, List<Outgoing>>();
        claimed.forEach(row -> byKey.computeIfAbsent(row.envelope().key(), _ -> new ArrayList<>())
                .add(row));
        claimed.forEach(row -> inHand.add(row.seq()));
        byKey.values().forEach(this::carry);
        claiming.set(false);
        // Something was appended while we looked, or the look was full: there may be more.
        if ((again.get() && hasRoom()) || claimed.size() == MOST_AT_ONCE) {
            wake();
        }
    }

    /** Sends the events of one key one after the other; a failure, or the end, gives back what is left of them. */
    private void carry(List<Outgoing> ofOneKey) {
        var left = new ArrayList<>(ofOneKey.stream().map(Outgoing::seq).toList());
        start(
                Multi.createFrom()
                        .iterable(ofOneKey)
                        .select()
                        .first(_ -> running.get())
                        .onItem()
                        .transformToUniAndConcatenate(row -> channel.send(row.envelope())
                                .invoke(() -> {
                                    left.remove(row.seq());
                                    sent.add(row.seq());
                                    letGo(List.of(row.seq()));
                                    mark();
                                }))
                        .collect()
                        .last()
                        .replaceWithVoid(),
                _ -> giveBack(left),
                failure -> {
                    LOG.warnf("an event could not be sent: %s", failure.getMessage());
                    giveBack(left);
                });
    }

    private void giveBack(List<Long> left) {
        if (!left.isEmpty()) {
            letGo(left);
            start(contexts.run(() -> rows.putBack(left)), _ -> {}, OutboxRelay::leaseWillEnd);
        }
    }

    private void letGo(List<Long> seqs) {
        var wasFull = !hasRoom();
        var _ = inHand.removeAll(seqs);
        if (wasFull && hasRoom()) {
            wake();
        }
    }

    private boolean hasRoom() {
        return MOST_IN_HAND - inHand.size() >= WORTH_A_LOOK;
    }

    private void mark() {
        if (!marking.compareAndSet(false, true)) {
            return;
        }
        var seqs = new ArrayList<Long>();
        for (Long seq = sent.poll(); seq != null; seq = seqs.size() < MOST_MARKED ? sent.poll() : null) {
            seqs.add(seq);
        }
        if (seqs.isEmpty()) {
            marked();
            return;
        }
        start(
                contexts.run(() -> rows.sent(seqs)),
                _ -> {
                    marked();
                    // Later events of the same keys were left alone until now.
                    wake();
                },
                failure -> {
                    LOG.warnf("sent events could not be marked, this is tried again: %s", failure.getMessage());
                    sent.addAll(seqs);
                    marking.set(false);
                });
    }

    private void marked() {
        marking.set(false);
        if (!sent.isEmpty()) {
            mark();
        }
    }

    private static void leaseWillEnd(Throwable failure) {
        LOG.warnf("events could not be put back, they are sent when their lease ends: %s", failure.getMessage());
    }

    /** Nobody waits for the relay but the end of the application. */
    private <T> void start(Uni<T> work, Consumer<T> done, Consumer<Throwable> failed) {
        own.start(work, done, failed);
    }
}
