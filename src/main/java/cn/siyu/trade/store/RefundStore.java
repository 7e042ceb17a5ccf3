package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.RefundPart;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Refunds as trade promised them: one row per number. */
@Singleton
public class RefundStore {

    private static final String INSERT = """
            insert into trade_refund (refund_no, order_id, cause, amount_fen, reason, promised_at)
            values ($1, $2, $3, $4, $5, $6)""";

    private static final String INSERT_PARTS = """
            insert into trade_refund_line (refund_no, line_id, units, goods_fen)
            select $1, line_id, units, goods_fen
              from unnest($2::uuid[], $3::int[], $4::bigint[]) as n (line_id, units, goods_fen)""";

    private static final String INSERT_MANY = """
            insert into trade_refund (refund_no, order_id, cause, amount_fen, reason, promised_at)
            select * from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[])""";

    private static final String INSERT_ALL_PARTS = """
            insert into trade_refund_line (refund_no, line_id, units, goods_fen)
            select r.refund_no, l.id, l.quantity, l.unit_fen * l.quantity - l.discount_fen - l.adjusted_fen
              from unnest($1::text[]) as n (refund_no)
              join trade_refund r on r.refund_no = n.refund_no
              join trade_order_line l on l.order_id = r.order_id""";

    private static final String PARTS = """
            select p.line_id, p.units, p.goods_fen,
                   (select coalesce(sum(e.goods_fen), 0)::bigint
                      from trade_refund_line e
                      join trade_refund r on r.refund_no = e.refund_no
                     where e.line_id = p.line_id and e.refund_no <> p.refund_no
                       and r.settled_at is not null) as before_fen
              from trade_refund_line p
             where p.refund_no = $1
             order by p.line_id""";

    private static final String BY_LINE = """
            select p.line_id, sum(p.goods_fen)::bigint as goods_fen
              from trade_refund r
              join trade_refund_line p on p.refund_no = r.refund_no
             where r.order_id = $1 and r.cause <> 'REBATE'
             group by p.line_id""";

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
    @Schema(name = "RefundCause")
    public enum Cause {
        AFTER_SALE,
        STAFF,
        /** What the order waited for did not come about. */
        HOLD_FAILED,
        /** Paid, and there was no place for it, or not for this buyer. */
        NO_PLACE,
        /** Paid when the order was over already. */
        LATE_PAYMENT,
        /** Paid a second time. */
        DOUBLE_PAYMENT,
        /** What it was sold for became less; it lives on. */
        REBATE
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

    /** The same, with the goods in it by line. */
    public Uni<Integer> insert(Tx tx, Refund refund, List<RefundPart> parts) {
        return insert(tx, refund)
                .chain(written -> parts.isEmpty()
                        ? Uni.createFrom().item(written)
                        : tx.execute(
                                INSERT_PARTS,
                                refund.number(),
                                parts.stream().map(RefundPart::line).toList(),
                                parts.stream().map(RefundPart::units).toList(),
                                parts.stream().map(RefundPart::goods).toList()));
    }

    /** Refunds of whole orders. */
    public Uni<Integer> insertWhole(Tx tx, List<Refund> whole) {
        if (whole.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        var numbers = whole.stream().map(Refund::number).toList();
        return tx.execute(
                        INSERT_MANY,
                        numbers,
                        whole.stream().map(Refund::order).toList(),
                        whole.stream().map(Refund::cause).toList(),
                        whole.stream().map(Refund::amount).toList(),
                        whole.stream().map(Refund::reason).toList(),
                        whole.stream().map(Refund::promisedAt).toList())
                .chain(() -> tx.execute(INSERT_ALL_PARTS, numbers));
    }

    /** A part with what refunds that have arrived already gave back of its line. */
    public record Arrived(RefundPart part, Money before) {}

    /** The goods in a refund that arrives now, by line. */
    public Uni<List<Arrived>> arrived(Sql sql, String number) {
        return sql.list(
                PARTS,
                row -> new Arrived(
                        new RefundPart(
                                row.getUUID("line_id"), row.getInteger("units"), Columns.money(row, "goods_fen")),
                        Columns.money(row, "before_fen")),
                number);
    }

    /** What was promised back of each line of an order so far. */
    public Uni<Map<UUID, Money>> byLine(Sql sql, OrderId order) {
        return sql.list(BY_LINE, row -> Map.entry(row.getUUID("line_id"), Columns.money(row, "goods_fen")), order)
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
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
