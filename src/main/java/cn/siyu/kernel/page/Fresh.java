package cn.siyu.kernel.page;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.vertx.FreshContext;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What many ask for at once, kept for a while: each value is read by one and waited for by all others, and is read again as soon
 * as one of its topics was told to have changed. It is shown for a moment in any case, and longer only as long as it is known
 * that nothing of it has changed. A reading that fails is remembered by nobody; one that began too early for whoever asks is not
 * his answer.
 */
public final class Fresh<V> {

    private static final int LIVES = 1_009;
    /** Keys that differ in their last letter only have lives that are far from each other. */
    private static final int SCATTERED = 0x9E3779B9;

    private final FreshContext contexts;
    private final Topics topics;
    private final Rules rules;
    private final Time time;
    private final Cache<String, Kept<V>> kept;
    private final ConcurrentHashMap<String, Load<V>> loads = new ConcurrentHashMap<>();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waitingNow = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder begun = new LongAdder();

    /**
     * @param keptFor from the beginning of its reading on, at most: each key has a life of its own between half of it and all,
     *     so that what was read at once is not read again at once
     * @param moment for so long it is shown although nobody knows what has changed since
     * @param heardWithin so lately it must have been heard what has changed, for anything to be shown longer than a moment
     * @param calm for so long it is shown although a change was told
     * @param loadFor a reading is given up after so long
     * @param weight of all values
     */
    record Rules(
            Duration keptFor,
            Duration moment,
            Duration heardWithin,
            Duration calm,
            Duration loadFor,
            int loadsAtOnce,
            int loadsWaiting,
            long weight) {}

    /**
     * What time it is.
     *
     * @param heard when that began by which it was last heard what has changed: all that was committed before was told
     * @param shop the shop's clock, which decides about what begins and ends
     */
    record Time(LongSupplier nanos, LongSupplier heard, InstantSource shop) {}

    /**
     * A value as it was read, and what it consists of: it is old when one of these topics has changed.
     *
     * @param until by the shop's clock it is old without any change; the past: it is shown for a moment only
     */
    public record Loaded<V>(V value, Set<String> topics, Instant until) {

        /** For a moment only. */
        public Loaded(V value, Set<String> topics) {
            this(value, topics, Instant.MIN);
        }
    }

    Fresh(FreshContext contexts, Topics topics, Rules rules, ToIntFunction<V> weight, Time time) {
        this.contexts = contexts;
        this.topics = topics;
        this.rules = rules;
        this.time = time;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(rules.weight())
                .weigher((String key, Kept<V> found) -> key.length() + weight.applyAsInt(found.value))
                .executor(Runnable::run)
                .build();
    }

    /** A value with the moment at which its reading began. */
    private static final class Kept<V> {
        private final V value;
        private final Set<String> topics;
        private final Instant until;
        private final long since;
        private final long told;
        private final long life;

        /** Up to this count nothing of it has changed. */
        private volatile long seen;

        private Kept(Loaded<V> loaded, Load<V> load, long life) {
            this.value = loaded.value();
            this.topics = loaded.topics();
            this.until = loaded.until();
            this.since = load.since;
            this.told = load.told;
            this.life = life;
            this.seen = load.told;
        }
    }

    /** A reading that waits for its turn or is under way. */
    private static final class Load<V> {
        private final CompletableFuture<Kept<V>> end = new CompletableFuture<>();
        private volatile boolean begun;
        private volatile long since;
        private volatile long told;
    }

    /** What is kept and may be shown now; nothing is read. */
    public @Nullable V shown(String key) {
        var found = kept.getIfPresent(key);
        return found != null && isFresh(found) ? found.value : null;
    }

    /** The value, read by {@code how} unless it is kept; {@code how} runs on a context of its own and needs nothing of its caller. */
    public Uni<V> get(String key, Supplier<Uni<Loaded<V>>> how) {
        return Uni.createFrom().deferred(() -> {
            var value = shown(key);
            return value != null ? Uni.createFrom().item(value) : load(key, how);
        });
    }

    /** How often something was read. */
    public long loads() {
        return begun.sum();
    }

    /** The weight of what is kept. */
    public long weight() {
        return kept.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }

    private boolean isFresh(Kept<V> found) {
        var now = now();
        var age = now - found.since;
        if (age >= rules.moment().toNanos() && !lasts(found, now, age)) {
            return false;
        }
        // After it was asked when that was heard: all that was told until then is in it.
        var told = topics.told();
        if (found.seen == told || age < rules.calm().toNanos()) {
            return true;
        }
        if (topics.changedSince(found.told, found.topics)) {
            return false;
        }
        found.seen = told;
        return true;
    }

    /** Whether what is not told to have changed is known not to have changed: in writing not, and not by the clock. */
    private boolean lasts(Kept<V> found, long now, long age) {
        return age < found.life
                && now - time.heard().getAsLong() < rules.heardWithin().toNanos()
                && (found.until.equals(Instant.MAX) || time.shop().instant().isBefore(found.until));
    }

    private long life(String key) {
        var most = rules.keptFor().toNanos();
        return most - most / 2 / LIVES * Math.floorMod(key.hashCode() * SCATTERED, LIVES);
    }

    private long now() {
        return time.nanos().getAsLong();
    }

    private Uni<V> load(String key, Supplier<Uni<Loaded<V>>> how) {
        var told = topics.told();
        var running = join(key, how);
        if (running.begun && now() - running.since >= rules.moment().toNanos()) {
            // It may have read what is too old by now.
            return heard(running).onItemOrFailure().transformToUni((_, _) -> afterwards(key, how));
        }
        return heard(running)
                .chain(found -> found.told < told && topics.changedSince(found.told, found.topics)
                        ? afterwards(key, how)
                        : Uni.createFrom().item(found.value));
    }

    /** Whatever begins now began after the question was asked. */
    private Uni<V> afterwards(String key, Supplier<Uni<Loaded<V>>> how) {
        var value = shown(key);
        return value != null
                ? Uni.createFrom().item(value)
                : heard(join(key, how)).map(found -> found.value);
    }

    private Load<V> join(String key, Supplier<Uni<Loaded<V>>> how) {
        var mine = new Load<V>();
        var running = loads.putIfAbsent(key, mine);
        if (running != null) {
            return running;
        }
        if (waitingNow.incrementAndGet() > rules.loadsWaiting()) {
            waitingNow.decrementAndGet();
            failed(key, mine, new Refused(CommonProblem.TEMPORARILY_UNAVAILABLE));
            return mine;
        }
        waiting.add(() -> begin(key, mine, how));
        go();
        return mine;
    }

    private void go() {
        while (!waiting.isEmpty() && mayGo()) {
            var next = waiting.poll();
            if (next == null) {
                underWay.decrementAndGet();
            } else {
                waitingNow.decrementAndGet();
                next.run();
            }
        }
    }

    private boolean mayGo() {
        return underWay.getAndUpdate(now -> Math.min(rules.loadsAtOnce(), now + 1)) < rules.loadsAtOnce();
    }

    private void begin(String key, Load<V> load, Supplier<Uni<Loaded<V>>> how) {
        load.since = now();
        load.told = topics.told();
        load.begun = true;
        begun.increment();
        Uni<Loaded<V>> tooLong = contexts.pause(rules.loadFor())
                .chain(() -> Uni.createFrom().failure(new Refused(CommonProblem.TEMPORARILY_UNAVAILABLE)));
        var _ = Uni.combine()
                .any()
                .of(contexts.run(how), tooLong)
                .subscribe()
                .with(
                        loaded -> {
                            done(key, load, new Kept<>(loaded, load, life(key)));
                            over();
                        },
                        failure -> {
                            failed(key, load, failure);
                            over();
                        });
    }

    /** Kept first, so that nobody finds neither the value nor its reading. */
    private void done(String key, Load<V> load, Kept<V> found) {
        kept.put(key, found);
        loads.remove(key, load);
        load.end.complete(found);
    }

    private void failed(String key, Load<V> load, Throwable failure) {
        loads.remove(key, load);
        load.end.completeExceptionally(failure);
    }

    private void over() {
        underWay.decrementAndGet();
        go();
    }

    /** Whoever stops waiting stops nobody else; everybody goes on where he asked. */
    private static <V> Uni<Kept<V>> heard(Load<V> load) {
        var caller = Vertx.currentContext();
        Uni<Kept<V>> answer = Uni.createFrom().emitter(asker -> {
            var _ = load.end.whenComplete((found, failure) -> {
                if (failure == null) {
                    asker.complete(found);
                } else {
                    asker.fail(failure);
                }
            });
        });
        return caller == null ? answer : answer.emitOn(work -> caller.runOnContext(_ -> work.run()));
    }
}
