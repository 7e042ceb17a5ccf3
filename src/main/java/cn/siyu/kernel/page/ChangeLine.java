package cn.siyu.kernel.page;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
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

    /** Of whatever Redis says on this line: what it is, the channel, and the message or a number. */
    private static final int WORDS = 3;

    private static final int BUNDLE = 500;
    private static final int MOST_WAITING = 20_000;
    private static final long BEAT_MILLIS = 1_000;
    private static final long DEAF_AFTER = Duration.ofSeconds(3).toNanos();
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final ReactiveRedisDataSource redis;
    private final FreshContext contexts;
    private final OwnWork own;
    private final Consumer<Collection<String>> hear;

    private final String me = Ids.next().toString();
    private final Set<String> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicInteger waitingNow = new AtomicInteger();
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean calling = new AtomicBoolean();
    private volatile @Nullable RedisConnection line;
    private volatile boolean connected;
    private volatile long heardAt;

    /** Raised by whoever has the right to call. */
    private final AtomicInteger calls = new AtomicInteger();

    private volatile boolean away;

    ChangeLine(ReactiveRedisDataSource redis, FreshContext contexts, OwnWork own, Consumer<Collection<String>> hear) {
        this.redis = redis;
        this.contexts = contexts;
        this.own = own;
        this.hear = hear;
    }

    void open() {
        call();
        own.every(BEAT_MILLIS, this::beat);
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
        if (!connected || System.nanoTime() - heardAt > DEAF_AFTER) {
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
        hangUp(line);
        line = null;
        connected = false;
        var mine = calls.incrementAndGet();
        own.start(
                contexts.run(() -> redis.getRedis().connect().chain(found -> subscribe(found, mine))),
                _ -> {},
                failure -> {
                    ended(mine);
                    if (!away && !own.isEnding()) {
                        away = true;
                        LOG.warnf("changes are not heard from other instances for now: %s", failure.getMessage());
                    }
                });
    }

    /**
     * Listens before it asks. Redis confirms a subscription as it tells a message; who begins to listen once the asking has ended
     * may be too late for that, and would wait for ever.
     */
    private Uni<Void> subscribe(RedisConnection found, int mine) {
        line = found;
        var _ = found.handler(message -> said(message, mine))
                .endHandler(() -> ended(mine))
                .exceptionHandler(_ -> ended(mine));
        return found.send(request(Command.SUBSCRIBE)).replaceWithVoid();
    }

    private static Request request(Command command) {
        return Request.cmd(command).arg(CHANNEL);
    }

    private void said(@Nullable Response message, int call) {
        if (message != null && message.size() == WORDS) {
            switch (message.get(0).toString()) {
                case "subscribe" -> connected(call);
                case "message" -> heard(message.get(WORDS - 1).toString());
                default -> LOG.debugf("Redis said %s", message);
            }
        }
    }

    private void connected(int call) {
        if (call == calls.get()) {
            heardAt = System.nanoTime();
            connected = true;
            away = false;
            calling.set(false);
        }
    }

    /** An earlier line that ends late is none of the present one's. */
    private void ended(int call) {
        if (call == calls.get()) {
            connected = false;
            calling.set(false);
        }
    }

    private static void hangUp(@Nullable RedisConnection old) {
        if (old != null) {
            var _ = old.send(request(Command.UNSUBSCRIBE))
                    .onItemOrFailure()
                    .transformToUni((_, _) -> old.close())
                    .subscribe()
                    .with(_ -> {}, failure -> LOG.debugf("%s", failure.getMessage()));
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
