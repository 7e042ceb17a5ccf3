package cn.siyu.kernel.merge;

import cn.siyu.kernel.vertx.FreshContext;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Questions that many ask one by one, put to the database together: while answers are on their way, further questions gather and
 * are asked as one. Nothing is remembered: every answer is read after its question. Without a crowd each question goes at once.
 */
public final class Gather<K, V> {

    private static final int MOST = 256;
    private static final int AT_ONCE = 2;
    private static final int AT_ONCE_FAR = 3;

    /** So many must wait before they are asked while an answer is on its way: few together cost as much as one. */
    private static final int FOLLOW_FROM = 32;

    /** Nor do they wait for longer than that for an answer from far away: it would be twice as far for each of them. */
    private static final long FAR_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final Duration A_MOMENT = Duration.ofMillis(3);

    private final FreshContext contexts;
    private final Function<Set<K>, Uni<Map<K, V>>> load;
    private final Queue<Question<K, V>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger gathered = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongSupplier nanos;
    private final boolean inTurn;
    private final AtomicBoolean lingering = new AtomicBoolean();
    private volatile long lastAsked;

    /** @param load reads the answers to these questions, those that have one; never inside a transaction of a caller */
    public Gather(FreshContext contexts, Function<Set<K>, Uni<Map<K, V>>> load) {
        this(contexts, load, System::nanoTime, false);
    }

    Gather(FreshContext contexts, Function<Set<K>, Uni<Map<K, V>>> load, LongSupplier nanos, boolean inTurn) {
        this.contexts = contexts;
        this.load = load;
        this.nanos = nanos;
        this.inTurn = inTurn;
        this.lastAsked = nanos.getAsLong();
    }

    /**
     * For what is done rather than read, and costs as much for one as for many: it is done for all that have gathered when what is
     * under way is over; a second time beside it only for as many as are ever done together.
     */
    public static <K, V> Gather<K, V> inTurn(FreshContext contexts, Function<Set<K>, Uni<Map<K, V>>> work) {
        return new Gather<>(contexts, work, System::nanoTime, true);
    }

    private record Question<K, V>(K key, UniEmitter<? super Optional<V>> asker) {}

    /** The answer, if there is one. */
    public Uni<Optional<V>> of(K key) {
        return Uni.createFrom().deferred(() -> {
            var caller = Vertx.currentContext();
            Uni<Optional<V>> answer = Uni.createFrom().emitter(asker -> {
                waiting.add(new Question<>(key, asker));
                var _ = gathered.incrementAndGet();
                come();
            });
            return caller == null ? answer : answer.emitOn(work -> caller.runOnContext(_ -> work.run()));
        });
    }

    /** What is done in turn waits a moment for more: it is nobody's answer, and comes in bursts. */
    private void come() {
        if (!inTurn || gathered.get() >= MOST) {
            go();
        } else if (lingering.compareAndSet(false, true)) {
            var _ = contexts.pause(A_MOMENT).subscribe().with(_ -> {
                lingering.set(false);
                go();
            });
        }
    }

    private void go() {
        while (!waiting.isEmpty() && mayGo()) {
            var questions = take();
            if (questions.isEmpty()) {
                underWay.decrementAndGet();
            } else {
                ask(questions);
            }
        }
    }

    private boolean mayGo() {
        var most = most();
        return underWay.getAndUpdate(now -> now < most ? now + 1 : now) < most;
    }

    private int most() {
        if (inTurn) {
            return gathered.get() < MOST ? 1 : AT_ONCE;
        }
        if (nanos.getAsLong() - lastAsked > FAR_NANOS) {
            return AT_ONCE_FAR;
        }
        return gathered.get() < FOLLOW_FROM ? 1 : AT_ONCE;
    }

    private List<Question<K, V>> take() {
        var questions = new ArrayList<Question<K, V>>();
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            questions.add(next);
            var _ = gathered.decrementAndGet();
            if (questions.size() == MOST) {
                break;
            }
        }
        return questions;
    }

    private void ask(List<Question<K, V>> questions) {
        lastAsked = nanos.getAsLong();
        var keys = questions.stream().map(Question::key).collect(Collectors.toSet());
        var _ = contexts.run(() -> load.apply(keys))
                .subscribe()
                .with(
                        answers -> {
                            questions.forEach(
                                    each -> each.asker().complete(Optional.ofNullable(answers.get(each.key()))));
                            over();
                        },
                        failure -> {
                            questions.forEach(each -> each.asker().fail(failure));
                            over();
                        });
    }

    private void over() {
        underWay.decrementAndGet();
        come();
    }
}
