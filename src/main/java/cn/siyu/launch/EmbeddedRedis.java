package cn.siyu.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Redis on the loopback address, with a password, appending every write to a file. */
final class EmbeddedRedis {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ATTEMPTS = 3;

    private final DataFolder folder;
    private final Path data;
    private final Path configuration;
    private final String password;
    private final boolean durable;

    EmbeddedRedis(DataFolder folder, Secrets secrets, boolean durable) {
        this.folder = folder;
        this.data = folder.resolve("redis");
        this.configuration = data.resolve("redis.conf");
        this.password = secrets.get("redis");
        this.durable = durable;
    }

    RunningServer start() {
        var pidFile = new PidFile(folder.resolve("redis.pid"), configuration.toString());
        var orphan = pidFile.running();
        if (orphan.isPresent()) {
            var port = Ports.read(folder.resolve("redis.port"));
            awaitReady(orphan.get(), port);
            return running(orphan.get(), port, true);
        }
        var program = Binaries.redis(Binaries.cache(folder.path()));
        for (var attempt = 1; ; attempt++) {
            var port = Ports.keptOrFree(folder.resolve("redis.port"));
            writeConfiguration(port);
            var process = Processes.start(List.of(program.toString(), configuration.toString()), log());
            pidFile.write(process.pid());
            try {
                awaitReady(process.pid(), port);
                return running(process.pid(), port, false);
            } catch (LaunchRefused e) {
                if (attempt == ATTEMPTS || Ports.isFree("127.0.0.1", port)) {
                    throw e;
                }
            }
        }
    }

    Map<String, String> settings(int port) {
        return Map.of("quarkus.redis.hosts", "redis://:%s@127.0.0.1:%d".formatted(password, port));
    }

    private RunningServer running(long pid, int port, boolean adopted) {
        return new RunningServer("Redis", pid, port, configuration.toString(), "TERM", adopted);
    }

    private void writeConfiguration(int port) {
        // The title of the process keeps the path of this file, by which an orphan is recognised.
        var text = """
                bind 127.0.0.1
                port %d
                requirepass %s
                dir "%s"
                appendonly %s
                appendfsync everysec
                save ""
                daemonize no
                set-proc-title no
                """.formatted(port, password, data, durable ? "yes" : "no");
        try {
            Files.createDirectories(data);
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
            Files.writeString(configuration, text);
        } catch (IOException e) {
            throw new LaunchRefused("could not write %s: %s".formatted(configuration, e.getMessage()), e);
        }
    }

    private void awaitReady(long pid, int port) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (answers(port)) {
                return;
            }
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                throw refused("Redis could not start");
            }
            Processes.pause();
        }
        throw refused("Redis was not ready in time");
    }

    /** A server that still loads its file accepts connections and says LOADING; only PONG will do. */
    private boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            socket.setSoTimeout(1_000);
            socket.getOutputStream()
                    .write("AUTH %s\r\nPING\r\n".formatted(password).getBytes(StandardCharsets.US_ASCII));
            var answer = new String(
                    socket.getInputStream().readNBytes("+OK\r\n+PONG\r\n".length()), StandardCharsets.US_ASCII);
            return answer.equals("+OK\r\n+PONG\r\n");
        } catch (IOException e) {
            return false;
        }
    }

    private LaunchRefused refused(String what) {
        return new LaunchRefused("%s (%s; whole log: %s); set quarkus.redis.hosts to use a real server"
                .formatted(what, Processes.tail(log()), log()));
    }

    private Path log() {
        return folder.resolve("redis.log");
    }
}
