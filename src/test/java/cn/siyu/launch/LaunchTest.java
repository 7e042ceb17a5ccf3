package cn.siyu.launch;

import static cn.siyu.launch.Clients.one;
import static cn.siyu.launch.Clients.redis;
import static cn.siyu.launch.Clients.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.siyu.launch.EmbeddedServers.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The embedded servers over starts, crashes and strangers. */
class LaunchTest {

    /** Not even the test application's own settings, which are system properties in this JVM. */
    static final Settings NOTHING = Settings.only("prod", Map.of());

    private static final Path FOLDERS = Path.of("target", "launch-test").toAbsolutePath();

    /** Shared by most tests, since making a database is what takes time. */
    private final Path folder = FOLDERS.resolve("shared");

    @BeforeAll
    @AfterAll
    static void sweep() {
        EmbeddedServers.sweep(FOLDERS);
    }

    @Test
    void data_and_addresses_survive_a_restart() throws Exception {
        Map<String, String> first;
        try (var servers = start()) {
            first = servers.settings();
            sql(first, "siyu_owner", "create table survivor (word text)");
            sql(first, "siyu_owner", "insert into survivor values ('here')");
            assertThat(redis(first, "SET word here")).isEqualTo("+OK");
        }

        try (var servers = start()) {
            assertThat(servers.settings()).isEqualTo(first);
            assertThat(one(servers.settings(), "siyu_owner", "select word from survivor"))
                    .isEqualTo("here");
            assertThat(redis(servers.settings(), "GET word")).isEqualTo("$4");
        }
    }

    @Test
    void the_end_of_the_application_ends_every_process() {
        var servers = start();
        var running = servers.servers();

        servers.close();

        assertThat(running).isNotEmpty().noneMatch(RunningServer::isRunning);
    }

    @Test
    void the_application_role_reads_and_writes_but_never_makes_or_breaks() throws Exception {
        try (var servers = start()) {
            var settings = servers.settings();
            sql(settings, "siyu_owner", "create table granted (word text)");
            sql(settings, "siyu_owner", "grant select, insert on granted to siyu_app");

            sql(settings, "siyu_app", "insert into granted values ('here')");
            for (var forbidden : List.of(
                    "create table mine (id int)",
                    "drop table kept",
                    "delete from kept",
                    "create temp table mine (id int)")) {
                assertThatThrownBy(() -> sql(settings, "siyu_app", forbidden)).isInstanceOf(SQLException.class);
            }
            assertThat(one(settings, "siyu_app", "select rolsuper::text from pg_roles where rolname = current_user"))
                    .isEqualTo("false");
            assertThat(one(
                            settings,
                            "siyu_app",
                            "select count(*)::text from pg_extension where extname = 'btree_gist'"))
                    .isEqualTo("1");
        }
    }

    @Test
    void servers_of_a_killed_application_are_adopted_and_stopped_in_the_end() throws Exception {
        var child = ChildApplication.start(folder, List.of());
        var orphans = child.pids();
        child.process().destroyForcibly().waitFor();
        assertThat(orphans.values()).hasSize(2).allMatch(pid -> alive(pid));

        var servers = start();
        var adopted = servers.servers();
        sql(servers.settings(), "siyu_owner", "create table works (id int)");
        servers.close();

        assertThat(adopted).hasSize(2).allMatch(RunningServer::adopted);
        assertThat(adopted).extracting(RunningServer::pid).containsExactlyInAnyOrderElementsOf(orphans.values());
        assertThat(orphans.values()).noneMatch(pid -> alive(pid));
    }

    @Test
    void a_second_application_on_the_folder_is_refused() throws Exception {
        try (var _ = start()) {
            var second = ChildApplication.launch(folder, List.of());

            assertThat(second.process().waitFor()).isEqualTo(1);
            assertThat(second.output().readLine())
                    .contains("in use by another application")
                    .contains("process " + ProcessHandle.current().pid())
                    .contains("SIYU_DATA_FOLDER");
            assertThatThrownBy(this::start).isInstanceOf(LaunchRefused.class);
        }
    }

    @Test
    void files_of_processes_that_are_gone_or_were_never_ours_are_ignored() throws Exception {
        start().close();
        var stranger = ProcessHandle.current().pid();
        var postmaster = folder.resolve("postgres/postmaster.pid");
        Files.writeString(
                postmaster,
                stranger + "\n" + folder.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n  1  1\nready   \n");
        Files.writeString(folder.resolve("redis.pid"), stranger + "\n");
        Files.writeString(folder.resolve("application.lock"), stranger + "\n");

        try (var servers = start()) {
            assertThat(servers.servers()).noneMatch(RunningServer::adopted);
            assertThat(servers.servers()).extracting(RunningServer::pid).doesNotContain(stranger);
        }
    }

    @Test
    void a_crash_in_the_middle_of_the_first_start_leaves_nothing_half_made() throws Exception {
        var crashed = FOLDERS.resolve("crashed");
        Files.createDirectories(crashed.resolve("postgres.new/base"));
        Files.writeString(crashed.resolve("postgres.password"), "old");
        try (var servers = EmbeddedServers.start(Mode.DURABLE, crashed, NOTHING)) {
            assertThat(crashed.resolve("postgres.new")).doesNotExist();
            assertThat(crashed.resolve("postgres.password")).doesNotExist();
            sql(servers.settings(), "siyu_owner", "create table kept (word text)");
        }
        Files.delete(crashed.resolve("postgres.prepared"));

        try (var servers = EmbeddedServers.start(Mode.DURABLE, crashed, NOTHING)) {
            assertThat(one(servers.settings(), "siyu_owner", "select count(*)::text from kept"))
                    .isEqualTo("0");
        }
    }

    @Test
    void a_port_that_somebody_took_is_chosen_anew() throws Exception {
        Map<String, String> first;
        try (var servers = start()) {
            first = servers.settings();
        }
        try (var _ = new ServerSocket(
                        Ports.read(folder.resolve("postgres.port")), 1, InetAddress.getLoopbackAddress());
                var _ = new ServerSocket(
                        Ports.read(folder.resolve("redis.port")), 1, InetAddress.getLoopbackAddress());
                var servers = start()) {
            assertThat(servers.settings().get("quarkus.datasource.reactive.url"))
                    .isNotEqualTo(first.get("quarkus.datasource.reactive.url"));
            assertThat(servers.settings().get("quarkus.redis.hosts")).isNotEqualTo(first.get("quarkus.redis.hosts"));
            assertThat(one(servers.settings(), "siyu_app", "select 'up'")).isEqualTo("up");
        }
    }

    @Test
    void secrets_are_made_once_for_their_owner_only_and_missed_when_they_are_gone() throws Exception {
        start().close();
        var file = folder.resolve("secrets.properties");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        Files.move(file, folder.resolve("elsewhere"));

        assertThatThrownBy(this::start).isInstanceOf(LaunchRefused.class).hasMessageContaining("secrets.properties");
        Files.move(folder.resolve("elsewhere"), file);
    }

    @Test
    void data_of_another_postgresql_is_refused_by_name() throws Exception {
        start().close();
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "17\n");

        assertThatThrownBy(this::start).isInstanceOf(LaunchRefused.class).hasMessageContaining("PostgreSQL 17");
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "18\n");
    }

    @Test
    void root_without_user_namespaces_runs_postgresql_as_nobody() throws Exception {
        assumeTrue(Unprivileged.isRoot(), "only root changes users");
        var data = DataFolder.open(FOLDERS.resolve("nobody"));
        var postgres = new EmbeddedPostgres(data, Secrets.of(data, false), Unprivileged.SETPRIV, false);

        var server = postgres.start();

        assertThat(Files.getAttribute(Path.of("/proc/" + server.pid()), "unix:uid"))
                .isEqualTo(65534);
        server.stop();
        data.close();
        assertThat(server.isRunning()).isFalse();
    }

    @Test
    void an_ordinary_user_needs_nothing_special() throws Exception {
        assumeTrue(Unprivileged.isRoot(), "an ordinary user has shown it in every other test");
        var open = Files.createDirectory(
                Path.of("/tmp", "siyu-launch-" + ProcessHandle.current().pid()));
        try {
            ChildApplication.copyClassPath(open);
            assertThat(Processes.succeeds("chown", "-R", "65534:65534", open.toString()))
                    .isTrue();

            var child = ChildApplication.start(open.resolve("data"), Unprivileged.SETPRIV.prefix());
            var pids = child.pids();
            child.process().getOutputStream().close();

            assertThat(child.process().waitFor()).isZero();
            assertThat(pids).hasSize(2);
            assertThat(pids.values()).noneMatch(pid -> alive(pid));
        } finally {
            EmbeddedServers.sweep(open);
            DataFolder.deleteTree(open);
        }
    }

    @Test
    void a_second_process_finds_the_servers_by_the_file_of_the_first() throws Exception {
        try (var servers = start()) {
            var told = folder.resolve(EmbeddedServers.SETTINGS_FILE);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(told)))
                    .isEqualTo("rw-------");
            assertThat(Secrets.readProperties(told)).isEqualTo(servers.settings());
        }
    }

    @Test
    void production_gets_no_secrets_and_no_sandbox_from_us() {
        try (var servers = start()) {
            assertThat(servers.settings().keySet())
                    .allMatch(name -> name.startsWith("quarkus."))
                    .contains("quarkus.datasource.password", "quarkus.redis.hosts");
        }
    }

    private EmbeddedServers start() {
        return EmbeddedServers.start(Mode.DURABLE, folder, NOTHING);
    }

    private static boolean alive(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
