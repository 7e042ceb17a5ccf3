package cn.siyu.kernel.page;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.pubsub.ReactivePubSubCommands.ReactiveRedisSubscriber;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The line between instances, in Redis: what is told goes out in bundles, one at a time, and is dropped when Redis does not take
 * it. An instance hears itself as well; when it does not, it calls anew. Whatever was said meanwhile is missed here and found in
 * the ledger.
 */
final class ChangeLine {

    private static final Logger LOG = Logger.getLogger(ChangeLine.class);
    private static final String CHANNEL = "siyu:changes";
    private static final String SPACE = " ";
    private static final int BUNDLE = 500;
    private static final int MOST_WAITING = 20_000;
    private static final long BEAT_MILLIS = 1_000;
    private static final long DEAF_AFTER = Duration.ofSeconds(3).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ReactiveRedisDataSource redis;
    private final FreshContext contexts;
    private final Vertx vertx;
    private final Consumer<Collection<String>> hear;

    private final String me = Ids.next().toString();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waitingNow = new AtomicInteger();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean calling = new AtomicBoolean();
    private volatile @Nullable ReactiveRedisSubscriber subscriber;
    private volatile long heardAt;

    /** Raised by whoever has the right to call. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean away;

    ChangeLine(ReactiveRedisDataSource redis, FreshContext contexts, Vertx vertx, Consumer<Collection<String>> hear) {
        this.redis = redis;
        this.contexts = contexts;
        this.vertx = vertx;
        this.hear = hear;
    }

    void open() {
        call();
        vertx.setPeriodic(BEAT_MILLIS, _ -> beat());
    }

    void send(Collection<String> topics) {
        topics.forEach(topic -> {
            if (waitingNow.get() < MOST_WAITING && waiting.add(topic)) {
                waitingNow.incrementAndGet();
            }
        });
        push();
    }

    private void push() {
        while (!waiting.isEmpty() && sending.compareAndSet(false, true)) {
            var bundle = take();
            if (!bundle.isEmpty()) {
                publish(me + SPACE + String.join(SPACE, bundle));
                return;
            }
            sending.set(false);
        }
    }

    private List<String> take() {
        var bundle = new ArrayList<String>();
        for (var topic : waiting) {
            if (bundle.size() == BUNDLE) {
                break;
            }
            if (waiting.remove(topic)) {
                waitingNow.decrementAndGet();
                bundle.add(topic);
            }
        }
        return bundle;
    }

    private void publish(String message) {
        var _ = inTime(contexts.run(() -> redis.execute("PUBLISH", CHANNEL, message)), PATIENCE)
                .subscribe()
                .with(_ -> sent(), _ -> sent());
    }

    private void sent() {
        sending.set(false);
        push();
    }

    /** Silence means that nothing has changed only as long as the line is there. */
    private void beat() {
        if (subscriber == null || System.nanoTime() - heardAt > DEAF_AFTER) {
            call();
        } else if (sending.compareAndSet(false, true)) {
            publish(me);
        }
    }

    /** A call that Redis takes without an answer is waited for: it is answered or broken, and nobody calls beside it. */
    private void call() {
        if (!calling.compareAndSet(false, true)) {
            return;
        }
        hangUp(subscriber);
        subscriber = null;
        var mine = calls.incrementAndGet();
        var _ = contexts.run(() ->
                        redis.pubsub(String.class).subscribe(CHANNEL, this::heard, () -> ended(mine), _ -> ended(mine)))
                .subscribe()
                .with(this::connected, failure -> {
                    calling.set(false);
                    if (!away) {
                        away = true;
                        LOG.warnf("changes are not heard from other instances for now: %s", failure.getMessage());
                    }
                });
    }

    private void connected(ReactiveRedisSubscriber found) {
        heardAt = System.nanoTime();
        subscriber = found;
        away = false;
        calling.set(false);
    }

    /** An earlier line that ends late is none of the present one's. */
    private void ended(int call) {
        if (call == calls.get()) {
            subscriber = null;
        }
    }

    private static void hangUp(@Nullable ReactiveRedisSubscriber old) {
        if (old != null) {
            var _ = old.unsubscribe().subscribe().with(_ -> {}, failure -> LOG.debugf("%s", failure.getMessage()));
        }
    }

    private void heard(String message) {
        heardAt = System.nanoTime();
        var words = message.split(SPACE);
        if (words.length > 1 && !words[0].equals(me)) {
            hear.accept(Arrays.asList(words).subList(1, words.length));
        }
    }

    private <T> Uni<T> inTime(Uni<T> work, Duration patience) {
        Uni<T> late = contexts.pause(patience)
                .chain(() -> Uni.createFrom().failure(new IllegalStateException("Redis did not answer in time")));
        return Uni.combine().any().of(work, late);
    }
}
