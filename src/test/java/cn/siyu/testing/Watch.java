package cn.siyu.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Somebody who watches by server-sent events, and remembers what he was told last. */
public final class Watch implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CompletableFuture<HttpResponse<Void>> answer;
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final AtomicInteger events = new AtomicInteger();
    private final Lines lines = new Lines();
    private volatile @Nullable String id;
    private volatile @Nullable String data;

    private Watch(HttpClient http, HttpRequest request) {
        this.answer = http.sendAsync(request, info -> {
            status.complete(info.statusCode());
            return HttpResponse.BodySubscribers.fromLineSubscriber(lines);
        });
        var _ = answer.whenComplete((_, failure) -> {
            if (failure != null) {
                status.completeExceptionally(failure);
                end.complete(null);
            }
        });
    }

    public static Watch of(HttpClient http, URI uri, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        headers.forEach(request::header);
        return new Watch(http, request.build());
    }

    /** Waits for the head of the answer. */
    public int status() {
        return status.join();
    }

    /** How it stands, as he was told last; empty before the first word. */
    public JsonNode last() {
        var said = data;
        try {
            return said == null ? JSON.createObjectNode() : JSON.readTree(said);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The version of it. */
    public String id() {
        var said = id;
        return said == null ? "" : said;
    }

    public int events() {
        return events.get();
    }

    /** Whether the shop has let him go. */
    public boolean ended() {
        return end.isDone();
    }

    @Override
    public void close() {
        lines.cancel();
        var _ = answer.cancel(true);
    }

    /** Takes one line after the other. */
    private final class Lines implements Flow.Subscriber<String> {

        private volatile Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
                events.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.complete(null);
        }

        @Override
        public void onComplete() {
            end.complete(null);
        }

        private void cancel() {
            var given = subscription;
            if (given != null) {
                given.cancel();
            }
        }
    }
}
