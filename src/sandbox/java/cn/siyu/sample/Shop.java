package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The shop as its API shows it, and the sandbox behind it: requests, tokens, patience. */
final class Shop {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AT_ONCE = 8;
    private static final int TRIES = 5;
    private static final long PAUSE_MILLIS = 200;
    private static final int LOOKS = 300;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;
    private final URI weChat;
    private final String password;

    /** Signed in since when, by the shop's clock: a leap of the clock outlives every token. */
    private final ConcurrentHashMap<String, Signed> tokens = new ConcurrentHashMap<>();

    private record Signed(String token, Instant at) {}

    /** How long a token is used; it would live a little longer. */
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);

    Shop(URI address, URI weChat, String password) {
        this.address = address;
        this.weChat = weChat;
        this.password = password;
    }

    /** The shop refused; the sample's story cannot go on as it was written. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        Refusal(String what, int status, String text) {
            super(what + " was answered " + status + ": " + text);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    /** Everybody of the sample signs in with it. */
    String samplePassword() {
        return password;
    }

    // Who asks

    String staff(String username) {
        return token(
                "staff:" + username,
                () -> send(
                                address,
                                "POST",
                                "/api/admin/v1/sessions",
                                "",
                                "",
                                Map.of("username", username, "password", password))
                        .path("accessToken")
                        .asText());
    }

    String member(String name) {
        return token("member:" + name, () -> {
            var code = send(weChat, "POST", "/_control/codes", "", "", Map.of("member", "sample-" + name))
                    .path("code")
                    .asText();
            return send(address, "POST", "/api/mp/v1/sessions", "", "", Map.of("code", code))
                    .path("accessToken")
                    .asText();
        });
    }

    private String token(String who, Supplier<String> signIn) {
        var now = now();
        return tokens.compute(
                        who,
                        (_, known) -> known == null
                                        || !known.at().plus(GOOD_FOR).isAfter(now)
                                        || known.at().isAfter(now)
                                ? new Signed(signIn.get(), now)
                                : known)
                .token();
    }

    // What is asked

    JsonNode get(String token, String path) {
        return send(address, "GET", path, token, "", null);
    }

    JsonNode post(String token, String key, String path, Object body) {
        return send(address, "POST", path, token, key, body);
    }

    JsonNode put(String token, String path, Object body) {
        return send(address, "PUT", path, token, "", body);
    }

    /** What a first try has made already is not made again. */
    JsonNode postUnlessThere(String token, String path, Object body, Supplier<JsonNode> there) {
        var known = there.get();
        return known.isMissingNode() ? post(token, "", path, body) : known;
    }

    /** The first item of a list, over its pages, that is wanted; missing when there is none. */
    JsonNode find(String token, String path, Predicate<JsonNode> wanted) {
        var join = path.contains("?") ? "&" : "?";
        for (var page = 1; ; page++) {
            var items = get(token, path + join + "size=100&page=" + page).path("items");
            for (var item : items) {
                if (wanted.test(item)) {
                    return item;
                }
            }
            if (items.size() < 100) {
                return items.path(items.size());
            }
        }
    }

    JsonNode weChat(String path, Object body) {
        return send(weChat, "POST", "/_control" + path, "", "", body);
    }

    static String text(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    // Time

    Instant now() {
        return Instant.parse(
                send(weChat, "GET", "/_control/clock", "", "", null).path("now").asText());
    }

    void setClock(Instant time) {
        var _ = weChat("/clock", Map.of("set", time.toString()));
    }

    /** From now on it is as late as it is. */
    void resetClock() {
        var _ = weChat("/clock", Map.of("reset", true));
    }

    JsonNode awaitThat(Supplier<JsonNode> ask, Predicate<JsonNode> wanted) {
        var answer = ask.get();
        for (var look = 0; look < LOOKS; look++) {
            if (wanted.test(answer)) {
                return answer;
            }
            pause();
            answer = ask.get();
        }
        throw new IllegalStateException("it never came to be as wanted: " + answer);
    }

    /** Some at a time; all are done when this returns. */
    static void together(List<Runnable> tasks) {
        var room = new Semaphore(AT_ONCE);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = tasks.stream()
                    .map(task -> threads.submit(() -> {
                        room.acquireUninterruptibly();
                        try {
                            task.run();
                        } finally {
                            room.release();
                        }
                    }))
                    .toList();
            for (var each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    // The wire

    JsonNode postFiles(String token, String key, String path, Map<String, byte[]> files) {
        var boundary = "sample-" + key;
        var parts = new ArrayList<byte[]>();
        files.forEach((name, content) -> {
            parts.add(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" + name
                            + "\"\r\nContent-Type: text/csv\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            parts.add(content);
            parts.add("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        parts.add(("--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return exchange(
                "POST " + path,
                request(address, path, token, key)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofByteArrays(parts))
                        .build());
    }

    private JsonNode send(URI where, String method, String path, String token, String key, @Nullable Object body) {
        try {
            var request = request(where, path, token, key);
            if (body == null) {
                request.method(method, BodyPublishers.noBody());
            } else {
                request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
            }
            return exchange(method + " " + path, request.build());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HttpRequest.Builder request(URI where, String path, String token, String key) {
        var request = HttpRequest.newBuilder(where.resolve(path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return request;
    }

    /** What is busy is asked again; everything that is sent may be sent twice. */
    private JsonNode exchange(String what, HttpRequest request) {
        for (var attempt = 1; ; attempt++) {
            try {
                var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (answer.statusCode() / 100 == 2) {
                    return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
                }
                var busy = answer.statusCode() == 503 || answer.statusCode() == 429;
                if (!busy || attempt == TRIES) {
                    throw new Refusal(what, answer.statusCode(), answer.body());
                }
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new UncheckedIOException(what, e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
