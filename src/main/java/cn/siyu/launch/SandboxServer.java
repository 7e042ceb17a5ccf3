package cn.siyu.launch;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stand-in for WeChat: a process of its own with a class path of its own, never part of what is shipped. */
final class SandboxServer {

    private static final String MAIN = "cn.siyu.sandbox.WeChatSandbox";
    private static final String READY = "SANDBOX READY port=";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DataFolder folder;
    private final Path data;
    private final Path build;
    private final String marker;

    private SandboxServer(DataFolder folder, Path build) {
        this.folder = folder;
        this.data = folder.resolve("sandbox");
        this.build = build;
        this.marker = "--folder=" + data;
    }

    /** The sandbox, where it was built: it lies beside the application's classes and is not packaged with them. */
    static SandboxServer of(DataFolder folder) {
        return new SandboxServer(
                folder,
                buildFolder()
                        .orElseThrow(
                                () -> new LaunchRefused(
                                        "the WeChat sandbox is not beside the application; build it with ./mvnw package, "
                                                + "or set siyu.wechat.api-url and the other siyu.wechat settings to a real WeChat")));
    }

    static Optional<Path> buildFolder() {
        try {
            var here = Path.of(SandboxServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            // target/classes in dev mode and in tests, target/quarkus-app/app/siyu.jar when packaged.
            for (var place = here;
                    place != null && here.getNameCount() - place.getNameCount() <= 3;
                    place = place.getParent()) {
                var sandbox = place.resolve("sandbox");
                if (Files.exists(sandbox.resolve("classes").resolve(MAIN.replace('.', '/') + ".class"))) {
                    return Optional.of(sandbox);
                }
            }
            return Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    RunningServer start() {
        var pidFile = new PidFile(folder.resolve("sandbox.pid"), marker);
        var orphan = pidFile.running();
        if (orphan.isPresent()) {
            return running(orphan.get(), awaitReady(orphan.get()), true);
        }
        try {
            Files.createDirectories(data);
            var wanted = Ports.keptOrFree(folder.resolve("sandbox.port"));
            var process = Processes.start(command(wanted), log());
            pidFile.write(process.pid());
            return running(process.pid(), awaitReady(process.pid()), false);
        } catch (IOException e) {
            throw new LaunchRefused("could not write %s: %s".formatted(data, e.getMessage()), e);
        }
    }

    /** The addresses and keys that the sandbox hands out. */
    Map<String, String> settings() {
        return Secrets.readProperties(data.resolve("wechat-sandbox.properties"));
    }

    private List<String> command(int port) throws IOException {
        var libraries = Files.readString(build.resolve("classpath.txt")).strip();
        // Detached: like WeChat itself it goes on when the application dies, and is adopted by the next one.
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // A ceiling, not a need: all of WeChat's books are kept in memory.
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                build.resolve("classes") + ":" + libraries,
                MAIN,
                "--port=" + port,
                marker,
                "--clock=" + folder.resolve("clock.offset"),
                "--detached");
    }

    private RunningServer running(long pid, int port, boolean adopted) {
        return new RunningServer("WeChat sandbox", pid, port, marker, "TERM", adopted);
    }

    private int awaitReady(long pid) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var port = announcedPort();
            if (port.isPresent()) {
                return port.get();
            }
            if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
                throw refused("the WeChat sandbox could not start");
            }
            Processes.pause();
        }
        throw refused("the WeChat sandbox was not ready in time");
    }

    private Optional<Integer> announcedPort() {
        try (var lines = Files.lines(log())) {
            return lines.filter(line -> line.startsWith(READY))
                    .map(line -> Integer.valueOf(line.substring(READY.length()).strip()))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private LaunchRefused refused(String what) {
        return new LaunchRefused("%s (%s; whole log: %s); set siyu.wechat.api-url to use another"
                .formatted(what, Processes.tail(log()), log()));
    }

    private Path log() {
        return folder.resolve("sandbox.log");
    }
}
