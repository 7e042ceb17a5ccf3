package cn.siyu.kernel.time;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * The only source of time for domain decisions. It is the system's clock, plus, outside production, an offset that the
 * WeChat sandbox's control call moves: eight mapped bytes (milliseconds, big-endian) that both processes read, so that the
 * shop and its WeChat are always at the same instant. Microsecond precision, as PostgreSQL stores it.
 */
@Singleton
public class ShopClock implements InstantSource {

    private static final int OFFSET_BYTES = 8;

    private final @Nullable MappedByteBuffer offset;

    @Inject
    ShopClock(@ConfigProperty(name = "siyu.clock.file") Optional<String> file) {
        this.offset = file.map(path -> map(Path.of(path))).orElse(null);
    }

    @Override
    public Instant instant() {
        var now = offset == null ? Instant.now() : Instant.now().plusMillis(offset.getLong(0));
        return now.truncatedTo(ChronoUnit.MICROS);
    }

    /** The machine's own time, never moved: for leases and rates, which are about processes and not about the shop. */
    public Instant unmoved() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static MappedByteBuffer map(Path file) {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, OFFSET_BYTES);
            mapped.order(ByteOrder.BIG_ENDIAN);
            return mapped;
        } catch (IOException e) {
            throw new UncheckedIOException("siyu.clock.file cannot be mapped: " + file, e);
        }
    }
}
