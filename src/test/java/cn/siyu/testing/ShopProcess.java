package cn.siyu.testing;

import cn.siyu.launch.EmbeddedServers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The packaged application as a process that can be killed: the subject of race and chaos tests. */
public final class ShopProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(180);
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    /** How long a process is going to work: what the virtual machine should prepare for. */
    enum Shift {
        /** It lives for a minute: less compiling makes it ready sooner. */
        SHORT,
        /** It has much to do: the signing of payments and tokens wants all that the compiler can. */
        LONG;

        private List<String> options() {
            return options(this == SHORT ? 384 : 768);
        }

        private List<String> options(int heapMegabytes) {
            var options = new ArrayList<>(List.of("-XX:+UseSerialGC", "-Xmx" + heapMegabytes + "m"));
            if (this == SHORT) {
                options.add("-XX:TieredStopAtLevel=1");
            }
            return options;
        }
    }

    private static final int LOWEST_PORT = 15_000;
    private static final int LOWEST_OF_CONNECTIONS = 32_768;

    private final Path dataFolder;
    private final int port;
    private final Path log;
    private final Process process;

    private ShopProcess(Path dataFolder, int port, Path log, Process process) {
        this.dataFolder = dataFolder;
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /** Starts the application on a data folder of its own and waits until it is ready. */
    public static ShopProcess start(Path dataFolder, Map<String, String> settings) {
        var shop = launch(dataFolder, freePort(), settings);
        shop.awaitReady();
        return shop;
    }

    /** Starts a further application on the database, Redis and sandbox of a running one. */
    public static ShopProcess startBeside(ShopProcess first, Map<String, String> settings) {
        var joined = new HashMap<>(settings);
        joined.put(
                "smallrye.config.locations",
                first.dataFolder.resolve(EmbeddedServers.SETTINGS_FILE).toString());
        return start(first.dataFolder, joined);
    }

    /** Starts the application and does not wait, also when it is expected to refuse. */
    public static ShopProcess launch(Path dataFolder, int port, Map<String, String> settings) {
        return launch(dataFolder, port, settings, Shift.SHORT);
    }

    static ShopProcess launch(Path dataFolder, int port, Map<String, String> settings, Shift shift) {
        return launch(dataFolder, port, replaying(shift.options()), settings);
    }

    /** Starts the application so that its classes are kept for others when it has ended. */
    public static ShopProcess record(Path dataFolder, KeptClasses kept, Map<String, String> settings) {
        var options = Shift.SHORT.options();
        options.addAll(kept.recording());
        return launch(dataFolder, freePort(), options, settings);
    }

    private static List<String> replaying(List<String> options) {
        options.addAll(KeptClasses.ofBuild().replaying());
        return options;
    }

    /** The same with a heap of a size of its own. */
    public static ShopProcess launch(Path dataFolder, int port, int heapMegabytes, Map<String, String> settings) {
        return launch(dataFolder, port, replaying(Shift.SHORT.options(heapMegabytes)), settings);
    }

    /** The same in a virtual machine with options of its own. */
    public static ShopProcess launch(Path dataFolder, int port, List<String> options, Map<String, String> settings) {
        try {
            var build = Path.of(System.getProperty("siyu.build.directory", "target"))
                    .toAbsolutePath();
            var logs = Files.createDirectories(build.resolve("shop-process"));
            var log = logs.resolve("shop-" + port + "-" + System.nanoTime() + ".log");
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(options);
            command.addAll(List.of(
                    "-Dquarkus.profile=sandbox",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.http.port=" + port,
                    "-Dsiyu.data-folder=" + dataFolder.toAbsolutePath()));
            settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
            command.addAll(List.of(
                    "-jar",
                    build.resolve("quarkus-app").resolve("quarkus-run.jar").toString()));
            var shop = new ProcessBuilder(command)
                    .directory(logs.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            // As in the image.
            shop.environment().put("MALLOC_ARENA_MAX", "2");
            return new ShopProcess(dataFolder.toAbsolutePath(), port, log, shop.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Below those that a system gives to connections: one of them could take it before the shop does. */
    public static int freePort() {
        for (; ; ) {
            var port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, LOWEST_OF_CONNECTIONS);
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public URI baseUri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    /** Memory that is resident and no file's, in kilobytes; nothing where the machine does not tell. */
    public long residentKilobytes() {
        var status = Path.of("/proc", Long.toString(pid()), "status");
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /** What of its heap is in use when everything that nobody needs is thrown away, in kilobytes. */
    public long liveHeapKilobytes() {
        var _ = diagnose("GC.run");
        // A line for each part of the heap; those of the classes are not of the heap.
        return USED.matcher(diagnose("GC.heap_info").replaceAll("(?s)Metaspace.*", ""))
                .results()
                .mapToLong(found -> Long.parseLong(found.group(1)))
                .sum();
    }

    private String diagnose(String what) {
        try {
            var asked = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(pid()),
                            what)
                    .redirectErrorStream(true)
                    .start();
            return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path dataFolder() {
        return dataFolder;
    }

    /** What this start has told the application: addresses, passwords, keys. */
    public Map<String, String> settings() {
        return SettingsFile.read(dataFolder.resolve(EmbeddedServers.SETTINGS_FILE));
    }

    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void awaitReady() {
        var ready = HttpRequest.newBuilder(baseUri().resolve("/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline) {
                if (!process.isAlive()) {
                    throw new AssertionError("the shop ended with " + process.exitValue() + "\n" + log());
                }
                if (answers(client, ready)) {
                    return;
                }
                Thread.sleep(50);
            }
            process.destroyForcibly();
            throw new AssertionError("the shop was not ready in time\n" + log());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean answers(HttpClient client, HttpRequest ready) throws InterruptedException {
        try {
            return client.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends the process at once; its servers live on and wait to be adopted. */
    public void kill9() {
        process.destroyForcibly();
        var _ = awaitExit();
    }

    /** Asks the process to end and does not wait. */
    public void sigterm() {
        process.destroy();
    }

    /** Waits for the end and returns the exit code. */
    public int awaitExit() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the shop did not end\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        sigterm();
        var _ = awaitExit();
    }
}
