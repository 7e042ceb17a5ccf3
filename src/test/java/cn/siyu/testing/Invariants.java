package cn.siyu.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The invariants of the shop as SQL, one file each under {@code invariants/}: a query that answers one line of text for
 * every row that breaks it. Asked after quiescence, over a connection of its own.
 */
public final class Invariants {

    /** Those whose tables exist; a file without a line here is found by {@code InvariantsTest}. */
    public static final List<String> ALL = List.of(
            "INV-01", "INV-02", "INV-03", "INV-04", "INV-05", "INV-06", "INV-08", "INV-09", "INV-10", "INV-11",
            "INV-12");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private Invariants() {}

    /** Waits until every event has been sent, then asks all; fails and names the rows when one is broken. */
    public static void check(String jdbcUrl, String user, String password, Instant now) {
        var broken = broken(jdbcUrl, user, password, now);
        if (!broken.isEmpty()) {
            throw new AssertionError("broken invariants: " + broken);
        }
    }

    /** Waits until every event has been sent, then asks all: the offending rows of those that are broken. */
    static Map<String, List<String>> broken(String jdbcUrl, String user, String password, Instant now) {
        try (var connection = DriverManager.getConnection(jdbcUrl, user, password)) {
            awaitQuiescence(connection);
            return broken(connection, now);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All broken invariants with their offending rows, as this connection sees them. */
    public static Map<String, List<String>> broken(Connection connection, Instant now) {
        return ALL.stream()
                .map(name -> Map.entry(name, offenders(connection, name, now)))
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, TreeMap::new));
    }

    /** The rows that break one invariant. */
    public static List<String> offenders(Connection connection, String name, Instant now) {
        var sql = read(name);
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setObject(i, now.atOffset(ZoneOffset.UTC));
            }
            try (var rows = statement.executeQuery()) {
                var offenders = new ArrayList<String>();
                while (rows.next()) {
                    offenders.add(rows.getString(1));
                }
                return List.copyOf(offenders);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(name + " cannot be asked", e);
        }
    }

    private static void awaitQuiescence(Connection connection) throws SQLException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (unsent(connection) > 0 && System.nanoTime() < deadline) {
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static long unsent(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select count(*) from kernel_outbox where sent_at is null")) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    private static String read(String name) {
        try (var in = Invariants.class.getResourceAsStream("/invariants/" + name + ".sql")) {
            if (in == null) {
                throw new IllegalStateException("there is no file for " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
