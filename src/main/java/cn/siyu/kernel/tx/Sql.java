package cn.siyu.kernel.tx;

import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.lang.reflect.Array;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Prepared statements with positional parameters ({@code $1}), outside of any transaction: for reads. {@link Tx} is the
 * same inside one. Parameters may be our own values: ids, money, rates, enums, instants and arrays or collections of them.
 */
public class Sql {

    private final Supplier<SqlClient> client;

    Sql(SqlClient client) {
        this(() -> client);
    }

    /** @param client on which the next statement is run */
    Sql(Supplier<SqlClient> client) {
        this.client = client;
    }

    /** The first row, mapped; null when there is none, so that {@code onItem().ifNull()} can refuse. */
    public <T> Uni<T> one(String sql, Function<Row, T> map, @Nullable Object... parameters) {
        return run(sql, parameters).map(rows -> {
            var rowIterator = rows.iterator();
            return rowIterator.hasNext() ? map.apply(rowIterator.next()) : null;
        });
    }

    public <T> Uni<List<T>> list(String sql, Function<Row, T> map, @Nullable Object... parameters) {
        return run(sql, parameters)
                .map(rows ->
                        StreamSupport.stream(rows.spliterator(), false).map(map).toList());
    }

    /** Runs a statement and answers how many rows it touched. */
    public Uni<Integer> execute(String sql, @Nullable Object... parameters) {
        return run(sql, parameters).map(RowSet::rowCount);
    }

    private Uni<RowSet<Row>> run(String sql, @Nullable Object... parameters) {
        return client.get().preparedQuery(sql).execute(bind(sql, parameters));
    }

    private static Tuple bind(String sql, @Nullable Object... parameters) {
        var tuple = Tuple.tuple();
        for (var at = 0; at < parameters.length; at++) {
            tuple.addValue(
                    saysNothing(parameters[at]) ? arrayOfNothing(sql, at + 1, parameters[at]) : plain(parameters[at]));
        }
        return tuple;
    }

    private static boolean saysNothing(@Nullable Object parameter) {
        return switch (parameter) {
            case Collection<?> collection -> isNothing(collection);
            case Object[] array -> isNothing(Arrays.asList(array));
            case null, default -> false;
        };
    }

    private static boolean isNothing(Iterable<?> values) {
        for (var value : values) {
            if (value != null) {
                return false;
            }
        }
        return true;
    }

    /** Nothing says of what a list without a value is one but the statement's cast: {@code $1::uuid[]}. */
    private static Object arrayOfNothing(String sql, int position, @Nullable Object parameter) {
        var size = parameter instanceof Collection<?> collection ? collection.size() : Array.getLength(parameter);
        var cast = Pattern.compile("\\$" + position + "::(\\w+)\\[]").matcher(sql);
        return switch (cast.find() ? cast.group(1) : "text") {
            case "uuid" -> new UUID[size];
            case "bigint", "int8" -> new Long[size];
            case "int", "int4", "integer" -> new Integer[size];
            case "boolean", "bool" -> new Boolean[size];
            case "timestamptz" -> new OffsetDateTime[size];
            default -> new String[size];
        };
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Id id -> id.value();
            case Money money -> money.fen();
            case Rate rate -> rate.basisPoints();
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case Enum<?> constant -> constant.name();
            case Collection<?> collection -> array(collection.toArray());
            case Object[] array -> array(array);
            default -> value;
        };
    }

    /** PostgreSQL arrays are typed by their elements. A batch has dozens of lists: they are gone through once. */
    private static Object array(@Nullable Object[] values) {
        @Nullable Object[] typed = {};
        for (var i = 0; i < values.length; i++) {
            var value = plain(values[i]);
            if (value == null) {
                continue;
            }
            if (typed.length == 0) {
                typed = arrayOf(value, values.length);
            }
            typed[i] = value;
        }
        return typed;
    }

    private static @Nullable Object[] arrayOf(Object sample, int length) {
        return switch (sample) {
            case UUID _ -> new UUID[length];
            case Long _ -> new Long[length];
            case Integer _ -> new Integer[length];
            case Boolean _ -> new Boolean[length];
            case OffsetDateTime _ -> new OffsetDateTime[length];
            case String _ -> new String[length];
            default -> throw new IllegalArgumentException("no array of " + sample.getClass());
        };
    }
}
