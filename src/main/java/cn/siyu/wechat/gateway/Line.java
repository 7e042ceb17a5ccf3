package cn.siyu.wechat.gateway;

import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.streams.WriteStream;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The line to one of WeChat's hosts: a few connections, a short queue, a time limit for the whole call, a limit for the
 * answer, no redirects. Whatever ends without a whole answer is {@link WeChatUnknown}. A line that stays dead is cut for a
 * moment, so that callers do not pile up behind it. Addresses are never logged or traced: their query holds secrets.
 */
final class Line {

    private static final int CONNECTIONS = 32;
    private static final int WAITING = 256;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration CALL = Duration.ofSeconds(5);
    private static final Duration DOWNLOAD = Duration.ofMinutes(2);

    private final Vertx vertx;
    private final HttpClient http;
    private final String baseUrl;
    private final int largestAnswer;
    private final Fuse fuse = new Fuse();

    Line(Vertx vertx, String baseUrl, int largestAnswer) {
        this.vertx = vertx;
        this.largestAnswer = largestAnswer;
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        this.http = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) CONNECT.toMillis())
                        .setMaxWaitQueueSize(WAITING)
                        .setTracingPolicy(TracingPolicy.IGNORE),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** A whole answer, whatever its status. */
    record Answer(int status, MultiMap headers, byte[] body) {
        boolean good() {
            return status >= 200 && status < 300;
        }

        String header(String name) {
            var value = headers.get(name);
            return value == null ? "" : value;
        }
    }

    /** @param uri path and query, percent-encoded; it goes out exactly so */
    Uni<Answer> call(HttpMethod method, String uri, Map<String, String> headers, byte[] body) {
        return guarded(() -> send(method, uri, headers, body, CALL, this::collect));
    }

    /**
     * A good answer of any length goes to {@code target} as it comes, which is closed with its end; any other is a whole one, as
     * of a call, and leaves {@code target} open.
     */
    Uni<Answer> download(String uri, Map<String, String> headers, WriteStream<Buffer> target) {
        return guarded(() -> send(
                HttpMethod.GET,
                uri,
                headers,
                new byte[0],
                DOWNLOAD,
                (response, answer) -> pour(response, target, answer)));
    }

    private Uni<Answer> guarded(Supplier<Promise<Answer>> sending) {
        return Uni.createFrom()
                .deferred(() -> fuse.blown()
                        ? Uni.createFrom().failure(new WeChatUnknown("the line is cut for a moment", null))
                        : Uni.createFrom()
                                .completionStage(() -> sending.get().future().toCompletionStage()))
                .onFailure()
                .transform(Line::unknown)
                .onFailure(WeChatUnknown.class)
                .invoke(fuse::failed)
                .invoke(fuse::worked);
    }

    /** Ends after a while, by a timer of the event loop. */
    Uni<Void> pause(Duration time) {
        return Uni.createFrom().emitter(emitter -> {
            var timer = vertx.setTimer(time.toMillis(), _ -> emitter.complete(null));
            emitter.onTermination(() -> vertx.cancelTimer(timer));
        });
    }

    private Promise<Answer> send(
            HttpMethod method,
            String uri,
            Map<String, String> headers,
            byte[] body,
            Duration time,
            BiConsumer<HttpClientResponse, Promise<Answer>> take) {
        Promise<Answer> answer = Promise.promise();
        var options = new RequestOptions()
                .setMethod(method)
                .setAbsoluteURI(baseUrl + uri)
                .setFollowRedirects(false);
        headers.forEach(options::putHeader);
        var opening = http.request(options);
        var limit = vertx.setTimer(time.toMillis(), _ -> {
            if (answer.tryFail(new TimeoutException("no whole answer in " + time))) {
                opening.onSuccess(HttpClientRequest::reset);
            }
        });
        opening.onSuccess(request -> exchange(request, body, answer, take)).onFailure(answer::tryFail);
        answer.future().onComplete(_ -> vertx.cancelTimer(limit));
        return answer;
    }

    /** Listened for before it is sent: an answer may not end before somebody reads it, whatever thread has called. */
    private void exchange(
            HttpClientRequest request,
            byte[] body,
            Promise<Answer> answer,
            BiConsumer<HttpClientResponse, Promise<Answer>> take) {
        request.response().onSuccess(response -> take.accept(response, answer)).onFailure(answer::tryFail);
        var sent = body.length == 0 ? request.end() : request.end(Buffer.buffer(body));
        sent.onFailure(answer::tryFail);
    }

    private void collect(HttpClientResponse response, Promise<Answer> answer) {
        var body = Buffer.buffer();
        response.handler(chunk -> {
            body.appendBuffer(chunk);
            if (body.length() > largestAnswer && answer.tryFail(new IllegalStateException("the answer is too large"))) {
                response.request().reset();
            }
        });
        response.exceptionHandler(answer::tryFail);
        response.endHandler(
                _ -> answer.tryComplete(new Answer(response.statusCode(), response.headers(), body.getBytes())));
    }

    private void pour(HttpClientResponse response, WriteStream<Buffer> target, Promise<Answer> answer) {
        if (response.statusCode() / 100 != 2) {
            collect(response, answer);
            return;
        }
        response.pipeTo(target)
                .onSuccess(_ -> answer.tryComplete(new Answer(response.statusCode(), response.headers(), new byte[0])))
                .onFailure(answer::tryFail);
    }

    /** The cause's own message may hold the address with its secrets, so only its kind goes on. */
    private static Throwable unknown(Throwable failure) {
        return failure instanceof WeChatUnknown
                ? failure
                : new WeChatUnknown("no answer: " + failure.getClass().getSimpleName(), null);
    }
}
