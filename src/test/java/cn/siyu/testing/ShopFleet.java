package cn.siyu.testing;

import cn.siyu.launch.EmbeddedServers;
import cn.siyu.testing.ShopProcess.Shift;
import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Several processes of one shop: one database, one Redis and one WeChat, brought by the first of them, and one public
 * address. Each may be killed and started again on its port.
 */
public final class ShopFleet implements AutoCloseable {

    private final Path folders;
    private final Path folder;
    private final Map<String, String> settings;
    private final Shift shift;
    private final CallbackFront front = CallbackFront.start();
    private final List<Integer> ports = new ArrayList<>();
    private final List<ShopProcess> shops = new ArrayList<>();

    /** The way of all but the first to the database; absent until there is one. */
    private Optional<DatabaseLine> line = Optional.empty();

    private ShopFleet(Path folders, Map<String, String> settings, Shift shift) {
        this.shift = shift;
        this.folders = folders;
        this.folder = folders.resolve("data");
        this.settings = new HashMap<>(settings);
        this.settings.put("siyu.public-url", front.url());
    }

    /** What an earlier fleet has left below {@code folders}, even one that was killed, is swept first. */
    public static ShopFleet start(Path folders, int size, Map<String, String> settings) {
        return start(folders, size, settings, Shift.SHORT);
    }

    /** The same for processes that are to work for longer than a few minutes. */
    public static ShopFleet startForLong(Path folders, int size, Map<String, String> settings) {
        return start(folders, size, settings, Shift.LONG);
    }

    private static ShopFleet start(Path folders, int size, Map<String, String> settings, Shift shift) {
        EmbeddedServers.sweep(folders);
        var fleet = new ShopFleet(folders.toAbsolutePath(), settings, shift);
        for (var i = 0; i < size; i++) {
            fleet.ports.add(ShopProcess.freePort());
            fleet.shops.add(fleet.launch(i));
            fleet.shops.get(i).awaitReady();
            fleet.front.add(fleet.uri(i));
        }
        return fleet;
    }

    private ShopProcess launch(int which) {
        var its = new HashMap<>(settings);
        if (which > 0) {
            its.put("smallrye.config.locations", settingsOfOthers().toString());
        }
        return ShopProcess.launch(folder, ports.get(which), its, shift);
    }

    /**
     * What the first was told, but for the way to the database. A file of its own: one that is named on the command line says
     * more than what else is said there.
     */
    private Path settingsOfOthers() {
        var told = new Properties();
        told.putAll(shops.getFirst().settings());
        told.put("quarkus.datasource.reactive.url", line().url());
        var file = folder.resolve("others.properties");
        try (var out = Files.newBufferedWriter(file)) {
            told.store(out, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    /** The line over which all processes but the first reach the database. */
    public DatabaseLine line() {
        if (line.isEmpty()) {
            line = Optional.of(DatabaseLine.to(URI.create(told("quarkus.datasource.reactive.url"))));
        }
        return line.get();
    }

    public int size() {
        return ports.size();
    }

    public URI uri(int which) {
        return URI.create("http://127.0.0.1:" + ports.get(which));
    }

    public ShopProcess shop(int which) {
        return shops.get(which);
    }

    /** Ends one process at once; what it was doing, nobody knows. */
    public void kill(int which) {
        shops.get(which).kill9();
    }

    /** Begins to start a killed one again; {@link ShopProcess#awaitReady} says when it is there. */
    public ShopProcess launchAgain(int which) {
        shops.set(which, launch(which));
        return shops.get(which);
    }

    /** Where the servers of all processes keep their data. */
    public Path dataFolder() {
        return folder;
    }

    /** Lets one process stand still, in the middle of whatever it does. */
    public void freeze(int which) {
        signal(which, "STOP");
    }

    /** Lets it go on, without a notion of the time that has passed. */
    public void thaw(int which) {
        signal(which, "CONT");
    }

    private void signal(int which, String name) {
        try {
            var pid = Long.toString(shops.get(which).pid());
            if (new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor() != 0) {
                throw new IllegalStateException("no signal reached process " + pid);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A setting that the first process was told, such as an address or a password. */
    public String told(String name) {
        var value = shops.getFirst().settings().get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was not told");
        }
        return value;
    }

    public URI sandbox() {
        return URI.create(told("siyu.wechat.api-url"));
    }

    /** A connection of the role that owns the tables. */
    public Connection asOwner() throws SQLException {
        return DriverManager.getConnection(
                told("quarkus.datasource.jdbc.url"), told("quarkus.flyway.username"), told("quarkus.flyway.password"));
    }

    /** A connection of the application's own role. */
    public Connection asApplication() throws SQLException {
        return DriverManager.getConnection(
                told("quarkus.datasource.jdbc.url"),
                told("quarkus.datasource.username"),
                told("quarkus.datasource.password"));
    }

    /** The one number that a statement answers. */
    @FormatMethod
    public long number(String sql, Object... values) throws SQLException {
        try (var connection = asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql.formatted(values))) {
            if (!rows.next()) {
                throw new AssertionError("no row: " + sql);
            }
            return rows.getLong(1);
        }
    }

    public void checkInvariants(Instant now) {
        Invariants.check(
                told("quarkus.datasource.jdbc.url"),
                told("quarkus.flyway.username"),
                told("quarkus.flyway.password"),
                now);
    }

    /** The rows that break invariants, by the invariant's name. */
    public Map<String, List<String>> brokenInvariants(Instant now) {
        return Invariants.broken(
                told("quarkus.datasource.jdbc.url"),
                told("quarkus.flyway.username"),
                told("quarkus.flyway.password"),
                now);
    }

    /** Those that joined end first: the first one takes the servers with it. */
    @Override
    public void close() {
        shops.reversed().forEach(ShopProcess::close);
        line.ifPresent(DatabaseLine::close);
        front.close();
        EmbeddedServers.sweep(folders);
    }
}
