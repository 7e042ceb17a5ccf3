package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;

/** The servers that stand in for what has no configured address, and the settings that lead the application to them. */
public final class EmbeddedServers implements AutoCloseable {

    /** For whom the servers run. */
    public enum Mode {
        /** The data outlives the application. */
        DURABLE,
        /** For tests: nothing is flushed to the disk, and the folder is removed in the end. */
        THROWAWAY
    }

    /**
     * What the last start has told its application. A further process joins the same servers by
     * {@code -Dsmallrye.config.locations=<data folder>/settings.properties}.
     */
    public static final String SETTINGS_FILE = "settings.properties";

    private final Optional<DataFolder> folder;
    private final List<RunningServer> servers;
    private final Map<String, String> settings;
    private final Mode mode;

    private EmbeddedServers(
            Optional<DataFolder> folder, List<RunningServer> servers, Map<String, String> settings, Mode mode) {
        this.folder = folder;
        this.servers = servers;
        this.settings = settings;
        this.mode = mode;
    }

    /** Starts in the given folder what has no address, for an application in the given profile. */
    public static EmbeddedServers start(Mode mode, Path where, String profile) {
        return start(mode, where, Settings.of(profile));
    }

    static EmbeddedServers start(Mode mode, Path where, Settings configured) {
        var needs = Needs.of(configured);
        if (!needs.folder()) {
            return new EmbeddedServers(Optional.empty(), List.of(), needs.derived(), mode);
        }
        var folder = DataFolder.open(where);
        try {
            return new Start(mode, folder, needs, configured).run();
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    /** Settings by name, without those that the operator has configured himself. */
    public Map<String, String> settings() {
        return settings;
    }

    public Optional<Path> folder() {
        return folder.map(DataFolder::path);
    }

    List<RunningServer> servers() {
        return servers;
    }

    /** Stops the servers, all at once, and lets go of the folder. */
    @Override
    public void close() {
        var stops = servers.stream()
                .map(server -> Thread.ofPlatform()
                        .name("stop " + server.name())
                        .start(mode == Mode.DURABLE ? server::stop : server::kill))
                .toList();
        for (var stop : stops) {
            try {
                stop.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        folder.ifPresent(mode == Mode.DURABLE ? DataFolder::close : DataFolder::delete);
    }

    /** Stops and removes what crashed test runs have left below a folder. */
    public static void sweep(Path folders) {
        if (!Files.isDirectory(folders)) {
            return;
        }
        try (var list = Files.list(folders)) {
            list.filter(Files::isDirectory)
                    .flatMap(path -> DataFolder.openIfAbandoned(path).stream())
                    .forEach(EmbeddedServers::sweep);
        } catch (IOException e) {
            throw new LaunchRefused("could not look into " + folders, e);
        }
    }

    private static void sweep(DataFolder abandoned) {
        var postgres = abandoned.resolve("postgres").toString();
        var redis = abandoned.resolve("redis").resolve("redis.conf").toString();
        var sandbox = "--folder=" + abandoned.resolve("sandbox");
        Processes.find(postgres)
                .ifPresent(pid -> new RunningServer("PostgreSQL", pid, 0, postgres, "INT", true).kill());
        Processes.find(redis).ifPresent(pid -> new RunningServer("Redis", pid, 0, redis, "TERM", true).kill());
        Processes.find(sandbox).ifPresent(pid -> new RunningServer("sandbox", pid, 0, sandbox, "TERM", true).kill());
        abandoned.delete();
    }

    /** What the operator has left to us. */
    private record Needs(
            boolean postgres, boolean redis, boolean secrets, boolean sandbox, Map<String, String> derived) {

        static Needs of(Settings configured) {
            var reactive = configured.find("quarkus.datasource.reactive.url");
            var jdbc = configured.find("quarkus.datasource.jdbc.url");
            var derived = new TreeMap<String, String>();
            // One address is enough for both drivers.
            if (jdbc.isEmpty()) {
                reactive.ifPresent(url -> derived.put("quarkus.datasource.jdbc.url", "jdbc:" + url));
            }
            if (reactive.isEmpty()) {
                jdbc.ifPresent(url -> derived.put("quarkus.datasource.reactive.url", url.replaceFirst("^jdbc:", "")));
            }
            var own = !configured.isProduction() && !Secrets.areConfigured(configured);
            return new Needs(
                    reactive.isEmpty() && jdbc.isEmpty(),
                    !configured.has("quarkus.redis.hosts"),
                    own,
                    !configured.isProduction() && !configured.has("siyu.wechat.api-url"),
                    derived);
        }

        boolean folder() {
            return postgres || redis || secrets || sandbox;
        }
    }

    /** One start: the servers side by side, and either all of them or none. */
    private record Start(Mode mode, DataFolder folder, Needs needs, Settings configured) {

        private static final Executor THREADS =
                task -> Thread.ofPlatform().daemon().start(task);

        EmbeddedServers run() {
            var durable = mode == Mode.DURABLE;
            var secrets = Secrets.of(folder, needs.secrets());
            var settings = new TreeMap<>(needs.derived());
            if (needs.secrets()) {
                settings.putAll(secrets.ofApplication());
            }
            if (needs.secrets() || needs.sandbox()) {
                settings.put("siyu.clock.file", clock().toString());
            }
            var sandbox = needs.sandbox() ? Optional.of(SandboxServer.of(folder)) : Optional.<SandboxServer>empty();
            var starts = new ArrayList<CompletableFuture<RunningServer>>();
            if (needs.postgres()) {
                var postgres = new EmbeddedPostgres(folder, secrets, Unprivileged.here(), durable);
                starts.add(
                        started(() -> supply(postgres.start(), server -> postgres.settings(server.port()), settings)));
            }
            if (needs.redis()) {
                var redis = new EmbeddedRedis(folder, secrets, durable);
                starts.add(started(() -> supply(redis.start(), server -> redis.settings(server.port()), settings)));
            }
            sandbox.ifPresent(it -> starts.add(started(() -> supply(it.start(), _ -> it.settings(), settings))));
            var servers = join(starts);
            settings.keySet().removeIf(configured::has);
            var started = new EmbeddedServers(Optional.of(folder), servers, Map.copyOf(settings), mode);
            try {
                Secrets.write(folder.resolve(SETTINGS_FILE), settings);
            } catch (LaunchRefused e) {
                started.close();
                throw e;
            }
            return started;
        }

        private static CompletableFuture<RunningServer> started(Supplier<RunningServer> start) {
            return CompletableFuture.supplyAsync(start, THREADS);
        }

        private static RunningServer supply(
                RunningServer server, Function<RunningServer, Map<String, String>> its, Map<String, String> settings) {
            var more = its.apply(server);
            synchronized (settings) {
                settings.putAll(more);
            }
            return server;
        }

        private static List<RunningServer> join(List<CompletableFuture<RunningServer>> starts) {
            var servers = new ArrayList<RunningServer>();
            var failures = new ArrayList<Throwable>();
            for (var start : starts) {
                try {
                    servers.add(start.join());
                } catch (CompletionException e) {
                    failures.add(Optional.ofNullable(e.getCause()).orElse(e));
                }
            }
            if (failures.isEmpty()) {
                return List.copyOf(servers);
            }
            servers.forEach(RunningServer::stop);
            if (failures.getFirst() instanceof LaunchRefused refused) {
                throw refused;
            }
            throw new LaunchRefused(
                    "the embedded servers could not start: " + failures.getFirst(), failures.getFirst());
        }

        /** The shift of the shop's clock, eight bytes that the application and the sandbox both look at. */
        private Path clock() {
            var file = folder.resolve("clock.offset");
            try {
                if (Files.notExists(file) || Files.size(file) < Long.BYTES) {
                    Files.write(file, new byte[Long.BYTES]);
                }
                return file;
            } catch (IOException e) {
                throw new LaunchRefused("could not write " + file, e);
            }
        }
    }
}
