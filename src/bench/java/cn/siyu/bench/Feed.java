package cn.siyu.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A file of requests in the order in which they are to be sent: for each six digits that say how long it is, then itself. */
final class Feed implements AutoCloseable {

    static final int LENGTH_DIGITS = 6;

    private final Path file;
    private final OutputStream out;
    /** Whose use of his token each request is, as far as one is sent by somebody. */
    private final List<AtomicInteger> uses = new ArrayList<>();

    private int count;

    private Feed(Path file, OutputStream out) {
        this.file = file;
        this.out = out;
    }

    static Feed create(Path file) {
        try {
            return new Feed(file, new BufferedOutputStream(Files.newOutputStream(file), 1 << 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One request for each of these pages. */
    static Feed of(Path file, List<String> paths) {
        try (var feed = create(file)) {
            paths.forEach(feed::get);
            return feed;
        }
    }

    private void get(String path) {
        raw("GET " + path + " HTTP/1.1\r\nHost: shop\r\nAccept: application/json\r\n\r\n");
    }

    /** A request of a member, with a key of its own; it is one of the uses that his token has. */
    void post(Crowd.Buyer buyer, String path, String body) {
        uses.add(buyer.used());
        post(
                path,
                Map.of("Authorization", "Bearer " + buyer.token(), "Idempotency-Key", "bench-" + UUID.randomUUID()),
                body);
    }

    /** What was not sent was no use of a token. */
    void sent(long requests) {
        for (var i = (int) Math.min(requests, uses.size()); i < uses.size(); i++) {
            uses.get(i).decrementAndGet();
        }
    }

    void post(String path, Map<String, String> headers, String body) {
        var request = new StringBuilder("POST ").append(path).append(" HTTP/1.1\r\nHost: shop\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        request.append("Content-Type: application/json\r\nContent-Length: ")
                .append(body.getBytes(StandardCharsets.UTF_8).length)
                .append("\r\n\r\n")
                .append(body);
        raw(request.toString());
    }

    private void raw(String request) {
        try {
            var bytes = request.getBytes(StandardCharsets.UTF_8);
            out.write("%06d".formatted(bytes.length).getBytes(StandardCharsets.US_ASCII));
            out.write(bytes);
            count++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path file() {
        return file;
    }

    int count() {
        return count;
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
