package cn.siyu.sandbox;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * The time of the sandbox: the system's time plus an offset that lies in a memory-mapped file.
 *
 * <p>The application maps the same file, so one write moves both. The file holds one big-endian long, in milliseconds.
 */
final class VirtualClock {
    private static final DateTimeFormatter WECHAT_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssXXX");
    private static final ZoneOffset CHINA = ZoneOffset.ofHours(8);

    private final MappedByteBuffer offset;

    private VirtualClock(MappedByteBuffer offset) {
        this.offset = offset;
    }

    static VirtualClock mapped(Path file) throws IOException {
        var folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            // Mapping beyond the end of an empty file fills it with zeros: no offset.
            return new VirtualClock(channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES));
        }
    }

    Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis() + offset.getLong(0));
    }

    void advance(Duration step) {
        move(offset.getLong(0) + step.toMillis());
    }

    void set(Instant time) {
        move(time.toEpochMilli() - System.currentTimeMillis());
    }

    void reset() {
        move(0);
    }

    private void move(long millis) {
        var _ = offset.putLong(0, millis);
    }

    /** The way WeChat writes a time: whole seconds of China. */
    static String written(Instant time) {
        return WECHAT_TIME.format(time.truncatedTo(ChronoUnit.SECONDS).atOffset(CHINA));
    }
}
