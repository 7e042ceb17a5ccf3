package cn.siyu.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The folder in which the embedded servers live; while it is open, no other application may use it. */
final class DataFolder implements AutoCloseable {

    static final String SETTING = "siyu.data-folder / SIYU_DATA_FOLDER";
    private static final long NEEDED_BYTES = 300L * 1024 * 1024;

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static DataFolder open(Path wanted) {
        try {
            Files.createDirectories(wanted);
            var path = wanted.toRealPath();
            if (!Files.isWritable(path)) {
                throw notWritable(path, null);
            }
            if (Files.notExists(path.resolve("postgres"))
                    && Files.getFileStore(path).getUsableSpace() < NEEDED_BYTES) {
                throw new LaunchRefused("less than 300 MB are free for the data folder %s; choose another with %s"
                        .formatted(path, SETTING));
            }
            return open(path, path.resolve("application.lock"));
        } catch (IOException e) {
            throw notWritable(wanted.toAbsolutePath(), e);
        }
    }

    private static DataFolder open(Path path, Path file) throws IOException {
        var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw inUse(path, channel);
            }
        } catch (OverlappingFileLockException e) {
            throw inUse(path, channel);
        }
        channel.truncate(0);
        // The lock itself is the truth; the number only helps the person who reads the refusal.
        var _ = channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)), 0);
        return new DataFolder(path, channel);
    }

    /** Opens the folder only when no application holds it, for sweeping up behind a crash. */
    static Optional<DataFolder> openIfAbandoned(Path path) {
        try {
            return Optional.of(open(path.toRealPath(), path.resolve("application.lock")));
        } catch (IOException | LaunchRefused e) {
            return Optional.empty();
        }
    }

    private static LaunchRefused inUse(Path path, FileChannel channel) throws IOException {
        var holder = ByteBuffer.allocate(20);
        try (channel) {
            var length = channel.read(holder, 0);
            var pid = length > 0 ? new String(holder.array(), 0, length, StandardCharsets.UTF_8).strip() : "unknown";
            return new LaunchRefused(
                    "the data folder %s is in use by another application (process %s); stop it, or choose another folder with %s"
                            .formatted(path, pid, SETTING));
        }
    }

    private static LaunchRefused notWritable(Path path, @Nullable IOException cause) {
        return new LaunchRefused(
                "the data folder %s cannot be written; choose another with %s".formatted(path, SETTING), cause);
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    void delete() {
        close();
        deleteTree(path);
    }

    static void deleteTree(Path root) {
        if (Files.notExists(root)) {
            return;
        }
        try (var walk = Files.walk(root)) {
            for (var file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new LaunchRefused("could not remove %s: %s".formatted(root, e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new LaunchRefused("could not release " + path, e);
        }
    }
}
