package cn.siyu.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the shop writes when an order of one kind is placed, looked up in its database: every row that the order's transaction has
 * left, and what of it is different from order to order.
 */
record OrderShape(List<Write> writes) {

    /** The outbox is carried on at once, so its rows are found by what they tell. */
    private static final String OUTBOX = "kernel_outbox";

    private static final List<String> SENT = List.of("claimed_until", "sent_at");

    /** @param made whether the database itself makes the value */
    record Column(String name, String type, boolean made, boolean key) {}

    /**
     * One row.
     *
     * @param insert whether it is new; otherwise it was there and was written again
     * @param own the names of the columns in which another order has something else
     */
    record Write(
            String table,
            boolean insert,
            List<Column> columns,
            Map<String, Optional<String>> values,
            List<String> own) {

        /** Whether every order writes this same row. */
        boolean hot() {
            return !insert && columns.stream().filter(Column::key).noneMatch(key -> own.contains(key.name()));
        }
    }

    /** Places two orders of the kind and compares what they have left. */
    static OrderShape of(Installation shop, Supplier<UUID> first, Supplier<UUID> second) {
        try (var connection = shop.asOwner()) {
            var tables = tables(connection);
            var one = rows(connection, tables, first.get());
            var before = counts(connection, tables);
            var two = rows(connection, tables, second.get());
            var after = counts(connection, tables);
            var writes = new ArrayList<Write>();
            two.forEach((table, rows) -> {
                var columns = tables.getOrDefault(table, List.of());
                var others = one.getOrDefault(table, List.of());
                var insert = after.getOrDefault(table, 0L) - before.getOrDefault(table, 0L) >= rows.size();
                for (var i = 0; i < rows.size(); i++) {
                    var values = rows.get(i);
                    var other = i < others.size() ? others.get(i) : null;
                    writes.add(new Write(table, insert, columns, values, own(columns, values, other)));
                }
            });
            return new OrderShape(List.copyOf(writes));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without another row to compare with, an id is the order's own. */
    private static List<String> own(
            List<Column> columns, Map<String, Optional<String>> values, @Nullable Map<String, Optional<String>> other) {
        return columns.stream()
                .filter(column -> other == null
                        ? column.type().equals("uuid")
                        : !Objects.equals(other.get(column.name()), values.get(column.name())))
                .map(Column::name)
                .toList();
    }

    private static Map<String, List<Column>> tables(Connection connection) throws SQLException {
        var tables = new TreeMap<String, List<Column>>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                    select c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                           a.attidentity <> '' or a.attgenerated <> '' as made,
                           coalesce(a.attnum = any (i.indkey), false) as key
                      from pg_class c
                      join pg_namespace s on s.oid = c.relnamespace and s.nspname = 'public'
                      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                      left join pg_index i on i.indrelid = c.oid and i.indisprimary
                     where c.relkind = 'r' and c.relname not like 'bench%' and c.relname not like 'flyway%'
                     order by c.relname, a.attnum""")) {
            while (rows.next()) {
                tables.computeIfAbsent(rows.getString(1), _ -> new ArrayList<>())
                        .add(new Column(rows.getString(2), rows.getString(3), rows.getBoolean(4), rows.getBoolean(5)));
            }
        }
        return tables;
    }

    private static Map<String, Long> counts(Connection connection, Map<String, List<Column>> tables)
            throws SQLException {
        var counts = new HashMap<String, Long>();
        try (var statement = connection.createStatement()) {
            for (var table : tables.keySet()) {
                try (var rows = statement.executeQuery("select count(*) from " + table)) {
                    counts.put(table, rows.next() ? rows.getLong(1) : 0);
                }
            }
        }
        return counts;
    }

    private static Map<String, List<Map<String, Optional<String>>>> rows(
            Connection connection, Map<String, List<Column>> tables, UUID order) throws SQLException {
        var found = new TreeMap<String, List<Map<String, Optional<String>>>>();
        try (var statement = connection.createStatement()) {
            var transaction = transaction(statement, order);
            for (var table : tables.entrySet()) {
                var where = table.getKey().equals(OUTBOX)
                        ? "payload like '%" + order + "%'"
                        : "xmin::text = '" + transaction + "'";
                var names = table.getValue().stream()
                        .map(column -> column.name() + "::text as " + column.name())
                        .toList();
                try (var rows = statement.executeQuery(
                        "select " + String.join(", ", names) + " from " + table.getKey() + " where " + where)) {
                    while (rows.next()) {
                        found.computeIfAbsent(table.getKey(), _ -> new ArrayList<>())
                                .add(values(table.getValue(), rows));
                    }
                }
            }
        }
        return found;
    }

    private static String transaction(Statement statement, UUID order) throws SQLException {
        try (var rows = statement.executeQuery("select xmin::text from trade_order where id = '" + order + "'")) {
            if (!rows.next()) {
                throw new IllegalStateException("order " + order + " was answered and is not there");
            }
            return rows.getString(1);
        }
    }

    private static Map<String, Optional<String>> values(List<Column> columns, ResultSet rows) throws SQLException {
        var values = new LinkedHashMap<String, Optional<String>>();
        for (var column : columns) {
            var value = SENT.contains(column.name()) ? null : rows.getString(column.name());
            values.put(column.name(), Optional.ofNullable(value));
        }
        return values;
    }

    /** How often each table is written, for the report. */
    Map<String, String> inWords() {
        var words = new TreeMap<String, String>();
        writes.forEach(write -> words.merge(
                write.table(),
                write.insert() ? "1 row" : write.hot() ? "the hot row" : "1 row again",
                (a, b) -> a + ", " + b));
        return words;
    }
}
