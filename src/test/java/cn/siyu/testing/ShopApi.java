package cn.siyu.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.Map;

/** Plain HTTP towards a shop that runs as a process, or its sandbox; many threads may call at once. */
public final class ShopApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final URI base;

    public ShopApi(URI base) {
        this.base = base;
    }

    /** No answer came: whether the request had its effect is not known. */
    public static final class NoAnswer extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoAnswer(String what, Throwable cause) {
            super(what, cause);
        }
    }

    /**
     * What came back, to the byte.
     *
     * @param retryAfter what the header of that name says, or nothing
     */
    public record Answer(String request, int status, String text, String retryAfter) {

        public boolean ok() {
            return status / 100 == 2;
        }

        public JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The problem's code, or nothing. */
        public String code() {
            return ok() || text.isEmpty() ? "" : json().path("code").asText();
        }

        /** This answer, if it is the wanted one; otherwise the test ends with what came instead. */
        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(
                        "%s was answered %d instead of %d: %s".formatted(request, status, wanted, text));
            }
            return this;
        }
    }

    public Answer get(String token, String path) {
        return send("GET", token, "", path, Map.of());
    }

    public Answer post(String token, String path, Map<String, ?> body) {
        return send("POST", token, "", path, body);
    }

    public Answer put(String token, String path, Map<String, ?> body) {
        return send("PUT", token, "", path, body);
    }

    /** A request with an {@code Idempotency-Key}. */
    public Answer post(String token, String key, String path, Map<String, ?> body) {
        return send("POST", token, key, path, body);
    }

    /** A body that is not JSON, such as a CSV file. */
    public Answer postText(String token, String path, String type, String text) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(text))
                .build();
        return exchange("POST " + path, request);
    }

    /** Files by name, as a form sends them, with an {@code Idempotency-Key}. */
    public Answer postFiles(String token, String key, String path, Map<String, String> files) {
        var boundary = "siyu-" + key;
        var body = new StringBuilder();
        files.forEach((name, text) -> body.append("--%s\r\n".formatted(boundary))
                .append("Content-Disposition: form-data; name=\"files\"; filename=\"%s\"\r\n".formatted(name))
                .append("Content-Type: text/csv\r\n\r\n")
                .append(text)
                .append("\r\n"));
        body.append("--%s--\r\n".formatted(boundary));
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(BodyPublishers.ofString(body.toString()))
                .build();
        return exchange("POST " + path, request);
    }

    private Answer send(String method, String token, String key, String path, Map<String, ?> body) {
        var what = method + " " + path;
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!key.isEmpty()) {
            request.header("Idempotency-Key", key);
        }
        try {
            if (method.equals("GET")) {
                request.GET();
            } else {
                request.header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
            }
            return exchange(what, request.build());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer exchange(String what, HttpRequest request) {
        try {
            var response = HTTP.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(
                    what,
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Retry-After").orElse(""));
        } catch (IOException e) {
            throw new NoAnswer(what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswer(what, e);
        }
    }
}
