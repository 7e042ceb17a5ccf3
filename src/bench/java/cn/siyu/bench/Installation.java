package cn.siyu.bench;

import cn.siyu.launch.EmbeddedServers;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.SettingsFile;
import cn.siyu.testing.ShopProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The packaged shop with its own PostgreSQL, Redis and WeChat, as in production, in a folder of its own. */
final class Installation implements AutoCloseable {

    /**
     * Nobody's order runs out while others are measured, and staff sign in as often as they like. That it is no production with a
     * real WeChat must be said too: its profile only is another one, with production's settings.
     */
    private static final Map<String, String> SETTINGS = Map.of(
            "quarkus.config.profile.parent", "prod",
            "siyu.trade.pay-timeout", "24H",
            "siyu.trade.quote-life", "1H",
            "siyu.identity.attempts-allowed", "100000",
            "siyu.identity.attempts-allowed-per-address", "100000");

    private final Path folder;
    private final int port;
    private final List<String> options;
    private ShopProcess shop;

    private Installation(Path folder, int port, List<String> options, ShopProcess shop) {
        this.folder = folder;
        this.port = port;
        this.options = options;
        this.shop = shop;
    }

    /** Begins on an empty folder. */
    static Installation start(Path folders, List<String> options) {
        EmbeddedServers.sweep(folders);
        var folder = folders.resolve("data").toAbsolutePath();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var port = ShopProcess.freePort();
        var shop = ShopProcess.launch(folder, port, options, SETTINGS);
        shop.awaitReady();
        return new Installation(folder, port, options, shop);
    }

    URI uri() {
        return shop.baseUri();
    }

    ShopProcess shop() {
        return shop;
    }

    Path folder() {
        return folder;
    }

    /** Ends the application at once; its servers go on. */
    void kill() {
        shop.kill9();
    }

    /** Starts it again on its servers, those that still run and those that do not. */
    void startAgain(List<String> moreOptions) {
        var all = new ArrayList<>(options);
        all.addAll(moreOptions);
        shop = ShopProcess.launch(folder, port, all, SETTINGS);
        shop.awaitReady();
    }

    void startAgain() {
        startAgain(List.of());
    }

    RemoteShop remote() {
        return new RemoteShop(uri(), URI.create(told("siyu.wechat.api-url")), told("siyu.sample.password"));
    }

    String told(String name) {
        var value = shop.settings().get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was not told");
        }
        return value;
    }

    Connection asOwner() throws SQLException {
        return DriverManager.getConnection(
                told("quarkus.datasource.jdbc.url"), told("quarkus.flyway.username"), told("quarkus.flyway.password"));
    }

    Connection asApplication() throws SQLException {
        return DriverManager.getConnection(
                told("quarkus.datasource.jdbc.url"),
                told("quarkus.datasource.username"),
                told("quarkus.datasource.password"));
    }

    /** The role that may make databases. */
    Connection asAdmin() throws SQLException {
        var secrets = SettingsFile.read(folder.resolve("secrets.properties"));
        return DriverManager.getConnection(
                told("quarkus.datasource.jdbc.url").replaceFirst("/siyu$", "/postgres"),
                "siyu_admin",
                secrets.get("postgres.admin"));
    }

    /** What was written before is not written in the middle of a measurement. */
    void checkpoint() {
        try (var connection = asAdmin();
                var statement = connection.createStatement()) {
            var _ = statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether PostgreSQL tidies up after what was written before. */
    boolean isTidyingUp() {
        try (var connection = asAdmin()) {
            return number(connection, "select count(*) from pg_stat_activity where backend_type = 'autovacuum worker'")
                    > 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The one number that a query answers. */
    long number(String sql) {
        try (var connection = asOwner()) {
            return number(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    void execute(String... statements) {
        try (var connection = asOwner();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                var _ = statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the application's own connections say of durability. */
    Map<String, String> durability() {
        var said = new TreeMap<String, String>();
        try (var connection = asApplication();
                var statement = connection.createStatement()) {
            for (var name :
                    List.of("fsync", "synchronous_commit", "full_page_writes", "max_wal_size", "shared_buffers")) {
                try (var rows = statement.executeQuery("show " + name)) {
                    if (rows.next()) {
                        said.put(name, rows.getString(1));
                    }
                }
            }
            return said;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long postgresPid() {
        return firstNumber(folder.resolve("postgres").resolve("postmaster.pid"));
    }

    /** The processes of the run, by their part in it. */
    Map<String, Long> pids() {
        return Map.of(
                "app", shop.pid(),
                "postgres", postgresPid(),
                "redis", firstNumber(folder.resolve("redis.pid")),
                "sandbox", firstNumber(folder.resolve("sandbox.pid")));
    }

    Cpu cpu() {
        return new Cpu(pids());
    }

    private static long firstNumber(Path file) {
        try (var lines = Files.lines(file)) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shop.close();
        EmbeddedServers.sweep(folder.resolveSibling(".").normalize());
    }
}
