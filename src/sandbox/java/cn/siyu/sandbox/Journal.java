package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * An append-only file of what became true, one JSON line each, read again at the next start.
 *
 * <p>A line is handed to the operating system before the sandbox answers, so a killed process forgets nothing it said.
 */
final class Journal implements AutoCloseable {
    private final FileChannel channel;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    static Journal open(Path file, BiConsumer<String, JsonNode> replay) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        var sound = replayed(Files.readAllBytes(file), replay);
        // The last line of a killed process may be torn: nobody was told of it, so it is cut off.
        channel.truncate(sound);
        channel.position(sound);
        return new Journal(channel);
    }

    private static int replayed(byte[] all, BiConsumer<String, JsonNode> replay) throws IOException {
        var start = 0;
        for (var end = 0; end < all.length; end++) {
            if (all[end] == '\n') {
                var line = Json.read(Arrays.copyOfRange(all, start, end));
                replay.accept(line.path("kind").asText(), line.path("value"));
                start = end + 1;
            }
        }
        return start;
    }

    void append(String kind, Object value) {
        var line = Json.object();
        line.put("kind", kind);
        line.set("value", Json.tree(value));
        var bytes = ByteBuffer.wrap((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                var _ = channel.write(bytes);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
