package cn.siyu.bench;

import cn.siyu.bench.OrderShape.Column;
import cn.siyu.bench.OrderShape.Write;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One statement that writes what a number of orders write: the same rows of the same tables with as many bytes, and nothing of
 * what an application does for it.
 */
final class OrderSql {

    /** Longer texts are written as they are: nothing is looked up by them. */
    private static final int LONGEST_OWN_TEXT = 64;

    private final OrderShape shape;
    private final int orders;
    private final List<Pick> picks;
    private final Map<String, String> instead;
    private final Set<String> without;

    /** Ids by which an order is drawn at random, by the value that they have in the shape. */
    private final Map<String, String> drawn = new LinkedHashMap<>();

    private final Map<String, String> made = new LinkedHashMap<>();

    /** A table of the benchmark's own from which an order takes one of {@code count} ids. */
    record Pick(UUID inShape, String table, String column, long count) {}

    private OrderSql(OrderShape shape, int orders, List<Pick> picks, Map<String, String> instead, Set<String> without) {
        this.shape = shape;
        this.orders = orders;
        this.picks = picks;
        this.instead = instead;
        this.without = without;
        for (var i = 0; i < picks.size(); i++) {
            drawn.put(picks.get(i).inShape().toString(), "n.p" + i);
        }
    }

    /** @return SQL with {@code :r} for a number that is drawn for each statement */
    static String of(OrderShape shape, int orders, List<Pick> picks) {
        return of(shape, orders, picks, Map.of(), Set.of());
    }

    /**
     * @param instead expressions by {@code table.column}
     * @param without tables that are left out
     */
    static String of(OrderShape shape, int orders, List<Pick> picks, Map<String, String> instead, Set<String> without) {
        return new OrderSql(shape, orders, picks, instead, without).sql();
    }

    private String sql() {
        var wanted = shape.writes().stream()
                .filter(write -> !without.contains(write.table()))
                .toList();
        // What everybody writes comes first: whoever has it waits for nobody, and nobody waits in a circle.
        var parts = Stream.concat(
                        wanted.stream().filter(Write::hot).map(this::again),
                        Stream.concat(
                                wanted.stream()
                                        .filter(write -> !write.insert() && !write.hot())
                                        .map(this::again),
                                wanted.stream().filter(Write::insert).map(this::insert)))
                .toList();
        var all = new ArrayList<String>();
        all.add("n as materialized (" + source() + ")");
        for (var i = 0; i < parts.size(); i++) {
            all.add("w" + i + " as (" + parts.get(i) + ")");
        }
        return "with " + String.join(",\n", all) + "\nselect count(*) from n";
    }

    private String source() {
        var columns = new ArrayList<String>();
        made.forEach((_, name) -> columns.add("uuidv7() as " + name.substring(2)));
        var from = new StringBuilder("generate_series(1, " + orders + ") g");
        for (var i = 0; i < picks.size(); i++) {
            var pick = picks.get(i);
            columns.add("t%d.%s as p%d".formatted(i, pick.column(), i));
            from.append(
                    " join %1$s t%2$d on t%2$d.n = (:r + g * 7919) %% %3$d".formatted(pick.table(), i, pick.count()));
        }
        return "select " + String.join(", ", columns) + " from " + from;
    }

    private String insert(Write write) {
        var columns = write.columns().stream().filter(column -> !column.made()).toList();
        return "insert into %s (%s) select %s from n"
                .formatted(
                        write.table(),
                        columns.stream().map(Column::name).collect(Collectors.joining(", ")),
                        columns.stream()
                                .map(column -> expression(write, column))
                                .collect(Collectors.joining(", ")));
    }

    /** A new version of the row, with what was in it. */
    private String again(Write write) {
        var same = write.columns().stream()
                .filter(column -> !column.key() && !column.made())
                .map(Column::name)
                .findFirst()
                .orElseThrow();
        var where = write.columns().stream()
                .filter(Column::key)
                .map(column -> "t." + column.name() + " = " + expression(write, column))
                .collect(Collectors.joining(" and "));
        return write.hot()
                ? "update %1$s t set %2$s = t.%2$s where %3$s".formatted(write.table(), same, where)
                : "update %1$s t set %2$s = t.%2$s from n where %3$s".formatted(write.table(), same, where);
    }

    private String expression(Write write, Column column) {
        var other = instead.get(write.table() + "." + column.name());
        if (other != null) {
            return other;
        }
        var value = write.values().get(column.name());
        if (value == null || value.isEmpty()) {
            return "null::" + column.type();
        }
        var text = value.get();
        if (column.type().equals("uuid") && drawn.containsKey(text)) {
            return drawn.get(text);
        }
        if (!write.own().contains(column.name())) {
            return literal(text, column);
        }
        return switch (column.type()) {
            case "uuid" -> variable(text);
            case "text" ->
                text.length() > LONGEST_OWN_TEXT
                        ? literal(text, column)
                        : "substr(repeat(replace(" + variable(text) + "::text, '-', ''), 3), 1, " + text.length() + ")";
            default -> literal(text, column);
        };
    }

    private String variable(String value) {
        return made.computeIfAbsent(value, _ -> "n.v" + made.size());
    }

    /** Without a colon: pgbench would take what follows for one of its variables. */
    private static String literal(String text, Column column) {
        return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3A") + "'::" + column.type();
    }
}
