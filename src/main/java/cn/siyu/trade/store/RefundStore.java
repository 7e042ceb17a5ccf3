package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Refunds as trade promised them: one row per number. */
@ApplicationScoped
public class RefundStore {

    private static final String INSERT = """
            insert into trade_refund (refund_no, order_id, cause, amount_fen, reason, promised_at)
            values ($1, $2, $3, $4, $5, $6)""";

    private static final String SETTLE = """
            update trade_refund
               set settled_at = $2
             where refund_no = $1 and settled_at is null
            returning refund_no, order_id, cause, amount_fen, reason, promised_at, settled_at""";

    private static final String OF_ORDER = """
            select refund_no, order_id, cause, amount_fen, reason, promised_at, settled_at
              from trade_refund
             where order_id = $1
             order by promised_at, refund_no
             limit 100""";

    private static final String COUNT = "select count(*) as n from trade_refund where order_id = $1 and cause = $2";

    /** Why money goes back. */
    public enum Cause {
        AFTER_SALE,
        STAFF,
        /** Paid when the order was over already. */
        LATE_PAYMENT,
        /** Paid a second time. */
        DOUBLE_PAYMENT
    }

    /** One refund. */
    public record Refund(
            String number,
            OrderId order,
            Cause cause,
            Money amount,
            String reason,
            Instant promisedAt,
            Optional<Instant> settledAt) {}

    public Uni<Integer> insert(Tx tx, Refund refund) {
        return tx.execute(
                INSERT,
                refund.number(),
                refund.order(),
                refund.cause(),
                refund.amount(),
                refund.reason(),
                refund.promisedAt());
    }

    /** Marks it as arrived; null when the number is not ours or has arrived before. */
    public Uni<Refund> settle(Tx tx, String number, Instant at) {
        return tx.one(SETTLE, RefundStore::refund, number, at);
    }

    public Uni<List<Refund>> ofOrder(Sql sql, OrderId order) {
        return sql.list(OF_ORDER, RefundStore::refund, order);
    }

    public Uni<Long> count(Sql sql, OrderId order, Cause cause) {
        return sql.one(COUNT, row -> row.getLong("n"), order, cause);
    }

    private static Refund refund(Row row) {
        return new Refund(
                row.getString("refund_no"),
                new OrderId(row.getUUID("order_id")),
                Columns.constant(row, "cause", Cause.class),
                Columns.money(row, "amount_fen"),
                row.getString("reason"),
                Columns.instant(row, "promised_at"),
                Columns.optionalInstant(row, "settled_at"));
    }
}
