package cn.siyu.kernel.tx;

import cn.siyu.kernel.money.Money;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/** Reads columns of a row as our own values. */
public final class Columns {

    private Columns() {}

    public static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    public static Optional<Instant> optionalInstant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(at -> at.toInstant());
    }

    public static Money money(Row row, String column) {
        return new Money(row.getLong(column));
    }

    public static <E extends Enum<E>> E constant(Row row, String column, Class<E> type) {
        return Enum.valueOf(type, row.getString(column));
    }
}
