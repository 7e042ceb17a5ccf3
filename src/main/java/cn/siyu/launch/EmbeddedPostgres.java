package cn.siyu.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL on the loopback address, with a database {@code siyu}, its owner and its application role. */
final class EmbeddedPostgres {

    static final String OWNER = "siyu_owner";
    static final String APPLICATION = "siyu_app";
    static final String ADMIN = "siyu_admin";
    static final String DATABASE = "siyu";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ATTEMPTS = 3;

    private final DataFolder folder;
    private final Path data;
    private final Secrets secrets;
    private final Unprivileged user;
    private final boolean durable;

    EmbeddedPostgres(DataFolder folder, Secrets secrets, Unprivileged user, boolean durable) {
        this.folder = folder;
        this.data = folder.resolve("postgres");
        this.secrets = secrets;
        this.user = user;
        this.durable = durable;
    }

    /** Adopts the server that a crashed application left behind, or starts one; makes the database when it is new. */
    RunningServer start() {
        var server = orphan().orElseGet(this::startFresh);
        try {
            new PostgresRoles(folder, secrets, server.port(), log()).prepareOnce();
        } catch (LaunchRefused e) {
            server.stop();
            throw e;
        }
        return server;
    }

    Map<String, String> settings(int port) {
        var address = "postgresql://127.0.0.1:" + port + "/" + DATABASE;
        return Map.of(
                "quarkus.datasource.reactive.url",
                address,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + address,
                "quarkus.datasource.username",
                APPLICATION,
                "quarkus.datasource.password",
                secrets.get("postgres.app"),
                "quarkus.flyway.username",
                OWNER,
                "quarkus.flyway.password",
                secrets.get("postgres.owner"));
    }

    private Optional<RunningServer> orphan() {
        var status = PostmasterFile.of(data);
        if (!status.isLive(data)) {
            return Optional.empty();
        }
        return Optional.of(running(awaitReady(status.pid()), true));
    }

    private RunningServer startFresh() {
        var programs = Binaries.postgres(user.cache(folder.path()));
        if (Files.notExists(data)) {
            initialise(programs);
        }
        refuseOtherVersion();
        PostmasterFile.of(data).forgetStranger(data);
        for (var attempt = 1; ; attempt++) {
            var port = Ports.keptOrFree(folder.resolve("postgres.port"));
            var process = Processes.start(command(programs, port), log());
            try {
                return running(awaitReady(process.pid()), false);
            } catch (LaunchRefused e) {
                // Somebody was faster at this port between our look and the server's bind.
                if (attempt == ATTEMPTS || Ports.isFree("127.0.0.1", port)) {
                    throw e;
                }
            }
        }
    }

    private RunningServer running(PostmasterFile status, boolean adopted) {
        return new RunningServer("PostgreSQL", status.pid(), status.port(), data.toString(), "INT", adopted);
    }

    /** Makes the cluster beside its final place, so that a crash in between leaves nothing half made. */
    private void initialise(Path programs) {
        var half = folder.resolve("postgres.new");
        var password = folder.resolve("postgres.password");
        var log = folder.resolve("initdb.log");
        // An initdb whose application was killed goes on writing.
        for (var old = Processes.find(half.toString()); old.isPresent(); old = Processes.find(half.toString())) {
            Processes.signal(old.get(), "KILL");
        }
        try {
            DataFolder.deleteTree(half);
            Files.deleteIfExists(password);
            Files.createDirectory(
                    half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.createFile(
                    password, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(password, secrets.get("postgres.admin") + "\n");
            user.own(half);
            user.own(password);
            var command = new ArrayList<>(user.prefix());
            command.addAll(List.of(programs.resolve("bin/initdb").toString(), "-D", half.toString()));
            command.addAll(List.of("-U", ADMIN, "-A", "scram-sha-256", "--pwfile=" + password, "-E", "UTF8"));
            command.addAll(List.of("--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions"));
            if (!durable) {
                command.add("--no-sync");
            }
            if (Processes.run(command, log) != 0) {
                throw refused("could not make a PostgreSQL database in " + data, log);
            }
            var _ = Files.move(half, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LaunchRefused("could not write %s: %s".formatted(data, e.getMessage()), e);
        } finally {
            password.toFile().delete();
        }
    }

    private void refuseOtherVersion() {
        try {
            var made = Files.readString(data.resolve("PG_VERSION")).strip();
            var ours = Binaries.POSTGRES_VERSION.substring(0, Binaries.POSTGRES_VERSION.indexOf('.'));
            if (!made.equals(ours)) {
                throw new LaunchRefused(
                        "%s was made by PostgreSQL %s and this is %s; upgrade it with pg_upgrade, or choose another folder with %s"
                                .formatted(data, made, ours, DataFolder.SETTING));
            }
        } catch (IOException e) {
            throw new LaunchRefused("%s is no PostgreSQL folder: %s".formatted(data, e.getMessage()), e);
        }
    }

    private List<String> command(Path programs, int port) {
        var command = new ArrayList<>(user.prefix());
        command.addAll(List.of(programs.resolve("bin/postgres").toString(), "-D", data.toString()));
        var settings = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "shared_buffers=128MB",
                "max_wal_size=4GB",
                "max_connections=200",
                "timezone=UTC",
                "log_timezone=UTC",
                "log_line_prefix=%m [%p] "));
        if (!durable) {
            settings.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        return command;
    }

    private PostmasterFile awaitReady(long pid) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var seen = false;
        while (System.nanoTime() < deadline) {
            var status = PostmasterFile.of(data);
            if (status.pid() == pid && status.ready() && status.isLive(data)) {
                return status;
            }
            // The first moments belong to setsid and unshare, which carry our arguments too.
            var alive = ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
            if (!alive && seen) {
                throw refused("PostgreSQL could not start", log());
            }
            seen = !alive;
            Processes.pause();
        }
        throw refused("PostgreSQL was not ready in time", log());
    }

    private LaunchRefused refused(String what, Path log) {
        return new LaunchRefused("%s (%s; whole log: %s); set quarkus.datasource.reactive.url to use a real server"
                .formatted(what, Processes.tail(log), log));
    }

    private Path log() {
        return folder.resolve("postgres.log");
    }
}
