package cn.siyu.bench;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a {@link Feed} again, one request after another; behind the last one comes the first. */
final class FeedReader implements AutoCloseable {

    /** The generator says these by itself. */
    private static final Set<String> OWN = Set.of("host", "content-length");

    private final Path file;
    private DataInputStream in;

    private FeedReader(Path file, DataInputStream in) {
        this.file = file;
        this.in = in;
    }

    /** A request in its parts. */
    record Request(String path, Map<String, String> headers, byte[] body) {}

    static FeedReader open(Path file) {
        return new FeedReader(file, stream(file));
    }

    private static DataInputStream stream(Path file) {
        try {
            return new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the requests change something: all of a feed are of one kind. */
    boolean peekIsPost() {
        try (var other = stream(file)) {
            other.skipNBytes(Feed.LENGTH_DIGITS);
            return other.readByte() == 'P';
        } catch (EOFException e) {
            throw new IllegalStateException("nothing is left to send: more members, or fewer seconds", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Request next() {
        try {
            return parse(frame());
        } catch (EOFException _) {
            close();
            in = stream(file);
            return next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] frame() throws IOException {
        var digits = new byte[Feed.LENGTH_DIGITS];
        in.readFully(digits);
        var bytes = new byte[Integer.parseInt(new String(digits, StandardCharsets.US_ASCII))];
        in.readFully(bytes);
        return bytes;
    }

    private static Request parse(byte[] frame) {
        var text = new String(frame, StandardCharsets.UTF_8);
        var end = text.indexOf("\r\n\r\n");
        var lines = List.of(text.substring(0, end).split("\r\n", -1));
        var headers = new LinkedHashMap<String, String>();
        for (var line : lines.subList(1, lines.size())) {
            var colon = line.indexOf(": ");
            if (!OWN.contains(line.substring(0, colon).toLowerCase(Locale.ROOT))) {
                headers.put(line.substring(0, colon), line.substring(colon + 2));
            }
        }
        return new Request(
                lines.getFirst().split(" ", -1)[1],
                headers,
                text.substring(end + 4).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
