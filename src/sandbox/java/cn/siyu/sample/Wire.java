package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP with patience: what is busy or away for a moment is asked again; everything that is sent may be sent twice. */
final class Wire {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** A shop that is built anew while it runs is away for some seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final long PAUSE_MILLIS = 60;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI address;

    Wire(URI address) {
        this.address = address;
    }

    /** The other side refused; the sample's story cannot go on as it was written. */
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

    JsonNode send(String method, String path, String token, String key, @Nullable Object body) {
        try {
            var request = request(path, token, key);
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

    JsonNode sendFiles(String path, String token, String key, Map<String, byte[]> files) {
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
                request(path, token, key)
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofByteArrays(parts))
                        .build());
    }

    /** Whether anybody is there, without patience. */
    boolean answers(String path) {
        try {
            return http.send(request(path, "", "").GET().build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static void pause() {
        pause(PAUSE_MILLIS);
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder request(String path, String token, String key) {
        var request = HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        return request;
    }

    private JsonNode exchange(String what, HttpRequest request) {
        for (var begin = System.nanoTime(); ; pause()) {
            var isOver = System.nanoTime() - begin > PATIENCE.toNanos();
            try {
                var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (answer.statusCode() / 100 == 2) {
                    return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
                }
                var busy = answer.statusCode() == 503 || answer.statusCode() == 429;
                if (!busy || isOver) {
                    throw new Refusal(what, answer.statusCode(), answer.body());
                }
            } catch (IOException e) {
                if (isOver) {
                    throw new UncheckedIOException(what, e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
