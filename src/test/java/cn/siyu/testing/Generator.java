package cn.siyu.testing;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Asks over HTTP without a thread for each question. Open: at moments that are drawn beforehand, whether answers come or not, and how
 * long somebody waits counts from his moment, so that a slow shop is not asked less. Closed: so many hands, each of which asks again
 * as soon as it is answered.
 */
public final class Generator implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 8_192;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int IDLE_MILLIS = 30_000;
    private static final Duration LAST_ANSWER = Duration.ofSeconds(40);
    private static final double NANOS = 1e9;
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"([A-Z_]+)\"");

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    /** Everything is asked from here: from other threads some questions are never answered. */
    private final Context loop = vertx.getOrCreateContext();

    private final HttpClient http;
    private final List<URI> shops;

    public Generator(List<URI> shops) {
        this(shops, MOST_CONNECTIONS);
    }

    /** @param connections to each shop; who finds none waits for one, and that counts */
    public Generator(List<URI> shops, int connections) {
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS),
                new PoolOptions()
                        .setHttp1MaxSize(connections)
                        .setEventLoopSize(1)
                        .setMaxWaitQueueSize(-1));
        this.shops = List.copyOf(shops);
    }

    /**
     * A question.
     *
     * @param kind under what its answer is counted
     * @param at at which of the shops
     * @param body JSON, or nothing: then it is a GET
     * @param wanted the bytes that the answer must have, or nothing
     */
    public record Ask(String kind, int at, String token, String key, String path, String body, String wanted) {}

    /**
     * What became of a question.
     *
     * @param dueNanos when it was to be asked, by {@link System#nanoTime}
     * @param tookNanos from then on
     * @param status nothing, if no answer came
     * @param code of the problem, or nothing
     * @param mayReturn whether it was said when to come again
     * @param same whether the bytes are those that were wanted
     */
    public record Heard(
            String kind, long dueNanos, long tookNanos, int status, String code, boolean mayReturn, boolean same) {}

    /** So many questions in a second on average, at random moments; returns when all are answered. */
    public List<Heard> open(double perSecond, Duration time, RandomGenerator random, IntFunction<Ask> next)
            throws InterruptedException {
        var heard = new ConcurrentLinkedQueue<Heard>();
        var underWay = new AtomicInteger();
        var began = System.nanoTime();
        var due = began;
        for (var i = 0; due - began < time.toNanos(); i++) {
            while (System.nanoTime() < due) {
                Thread.sleep(1);
            }
            var _ = underWay.incrementAndGet();
            var question = next.apply(i);
            var its = due;
            loop.runOnContext(_ -> ask(question, its, heard, underWay::decrementAndGet));
            due += Math.round(-Math.log(1 - random.nextDouble()) / perSecond * NANOS);
        }
        var end = System.nanoTime() + LAST_ANSWER.toNanos();
        while (underWay.get() > 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError(underWay + " questions are not answered, and " + heard.size() + " are");
            }
            Thread.sleep(10);
        }
        return List.copyOf(heard);
    }

    /** So many hands for that time; returns when the last ones are answered. */
    public List<Heard> closed(int hands, Duration time, IntFunction<Ask> next) throws InterruptedException {
        var heard = new ConcurrentLinkedQueue<Heard>();
        var end = System.nanoTime() + time.toNanos();
        var count = new AtomicInteger();
        var busy = new CountDownLatch(hands);
        for (var i = 0; i < hands; i++) {
            loop.runOnContext(_ -> again(next, count, end, heard, busy));
        }
        if (!busy.await(time.plus(LAST_ANSWER).toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(busy.getCount() + " hands are not answered");
        }
        return List.copyOf(heard);
    }

    private void again(IntFunction<Ask> next, AtomicInteger count, long end, Queue<Heard> heard, CountDownLatch busy) {
        if (System.nanoTime() >= end) {
            busy.countDown();
            return;
        }
        ask(next.apply(count.getAndIncrement()), System.nanoTime(), heard, () -> again(next, count, end, heard, busy));
    }

    private void ask(Ask ask, long due, Queue<Heard> heard, Runnable answered) {
        var shop = shops.get(ask.at());
        var options = new RequestOptions()
                .setMethod(ask.body().isEmpty() ? HttpMethod.GET : HttpMethod.POST)
                .setHost(shop.getHost())
                .setPort(shop.getPort())
                .setURI(ask.path())
                .setIdleTimeout(IDLE_MILLIS);
        if (!ask.token().isEmpty()) {
            options.putHeader("Authorization", "Bearer " + ask.token());
        }
        if (!ask.key().isEmpty()) {
            options.putHeader("Idempotency-Key", ask.key());
        }
        if (!ask.body().isEmpty()) {
            options.putHeader("Content-Type", "application/json");
        }
        var _ = http.request(options)
                .compose(request -> send(request, ask.body()))
                .compose(answer -> answer.body().map(body -> heard(ask, due, answer, body)))
                .otherwise(_ -> new Heard(ask.kind(), due, System.nanoTime() - due, 0, "", false, false))
                .onSuccess(each -> {
                    heard.add(each);
                    answered.run();
                });
    }

    private static Future<HttpClientResponse> send(HttpClientRequest request, String body) {
        return body.isEmpty() ? request.send() : request.send(Buffer.buffer(body));
    }

    private static Heard heard(Ask ask, long due, HttpClientResponse answer, Buffer body) {
        var took = System.nanoTime() - due;
        var bad = answer.statusCode() >= 400;
        var text = bad || !ask.wanted().isEmpty() ? body.toString() : "";
        var code = CODE.matcher(bad ? text : "");
        return new Heard(
                ask.kind(),
                due,
                took,
                answer.statusCode(),
                code.find() ? code.group(1) : "",
                answer.getHeader("Retry-After") != null,
                ask.wanted().isEmpty() || text.equals(ask.wanted()));
    }

    @Override
    public void close() {
        http.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
