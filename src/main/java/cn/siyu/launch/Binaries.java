package cn.siyu.launch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The servers' programs: carried in jars, unpacked once into a cache of the user. */
final class Binaries {

    static final String POSTGRES_VERSION = "18.6";
    static final String REDIS_VERSION = "7.0.15";

    private Binaries() {}

    /** The user's cache, or a place beside the data for a user without a home. */
    static Path cache(Path dataFolder) {
        var base = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        try {
            var cache = base.resolve("siyu");
            Files.createDirectories(cache);
            return Files.isWritable(cache) ? cache : dataFolder.resolve("cache");
        } catch (IOException e) {
            return dataFolder.resolve("cache");
        }
    }

    static Path postgres(Path cache) {
        var name = "postgres-%s-%s".formatted(system(), arch().equals("arm64") ? "arm_64" : "x86_64");
        return unpack(
                cache.resolve("%s-%s".formatted(name, POSTGRES_VERSION)),
                "/" + name + ".txz",
                "PostgreSQL",
                "quarkus.datasource.reactive.url",
                Binaries::untar);
    }

    static Path redis(Path cache) {
        var name = "redis-server-%s-%s-%s".formatted(REDIS_VERSION, system(), arch());
        return unpack(cache.resolve(name), "/" + name, "Redis", "quarkus.redis.hosts", (in, folder) -> {
                    var program = folder.resolve("redis-server");
                    Files.copy(in, program);
                    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
                })
                .resolve("redis-server");
    }

    private static Path unpack(Path target, String resource, String server, String setting, Unpacking unpacking) {
        if (Files.isDirectory(target)) {
            return target;
        }
        try (var in = Binaries.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new LaunchRefused(
                        "no %s program for this machine (%s, %s) is on the class path; set %s to the address of a real server"
                                .formatted(server, system(), arch(), setting));
            }
            Files.createDirectories(target.getParent());
            // Complete or absent: several applications may unpack at once, and a crash must not leave half a server.
            var half = Files.createTempDirectory(target.getParent(), "unpack");
            Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
            unpacking.unpack(in, half);
            moveOrYield(half, target);
            return target;
        } catch (IOException e) {
            throw new LaunchRefused(
                    "could not unpack %s into %s (%s); set XDG_CACHE_HOME to a writable folder, or %s to a real server"
                            .formatted(server, target, e.getMessage(), setting),
                    e);
        }
    }

    private static void moveOrYield(Path half, Path target) throws IOException {
        try {
            var _ = Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            DataFolder.deleteTree(half);
            if (!Files.isDirectory(target)) {
                throw e;
            }
        }
    }

    private static void untar(InputStream in, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = folder.resolve(entry.getName()).normalize();
                if (!path.startsWith(folder)) {
                    throw new IOException("unexpected entry " + entry.getName());
                }
                write(tar, entry, path);
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            var program = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    private static String system() {
        var name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name.startsWith("linux") ? "linux" : "unknown";
    }

    private static String arch() {
        return switch (System.getProperty("os.arch")) {
            case "aarch64", "arm64" -> "arm64";
            case "x86_64", "amd64" -> "amd64";
            default -> System.getProperty("os.arch");
        };
    }

    /** How the content of a resource becomes a folder. */
    @FunctionalInterface
    private interface Unpacking {
        void unpack(InputStream in, Path folder) throws IOException;
    }
}
