package cn.siyu.trade.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Outrun;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.OrderMoney;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.domain.Standing;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders as the rules see them: loaded without a lock, saved by comparing the version (E17). */
@Singleton
public class OrderStore {

    private static final String COLUMNS = """
            select o.id, o.order_no, o.member_id, o.version, o.state, o.goods_fen, o.freight_fen, o.promised_fen,
                   o.promised_freight_fen, o.refunded_fen, o.refund_count, o.payment_id, o.cancelled_by, o.pay_by, o.shipped_at,
                   o.received_at, o.buyer_keys, o.firm_at is not null as firm, o.coupons, t.kind, t.activity_id, t.hold_id, g.distributor_id
              from trade_order o
              left join trade_order_terms t on t.order_id = o.id
              left join trade_order_origin g on g.order_id = o.id
            """;

    private static final String BY_ID = COLUMNS + "where o.id = $1";

    private static final String BY_ID_AND_MEMBER = COLUMNS + "where o.id = $1 and o.member_id = $2";

    private static final String BY_NUMBER = COLUMNS + "where o.order_no = $1";

    private static final String SAVE = """
            update trade_order
               set version = version + 1, state = $3, promised_fen = $4, promised_freight_fen = $5, refunded_fen = $6,
                   refund_count = $7, payment_id = $8, cancelled_by = $9, due_at = $10, swept_until = null, sweep_tries = 0,
                   paid_at = case when $3 in ('GROUPING', 'TO_SHIP') then coalesce(paid_at, $11) else paid_at end,
                   shipped_at = case when $3 = 'SHIPPED' then coalesce(shipped_at, $11) else shipped_at end,
                   received_at = case when $3 = 'RECEIVED' then coalesce(received_at, $11) else received_at end,
                   completed_at = case when $3 = 'COMPLETED' then coalesce(completed_at, $11) else completed_at end,
                   cancelled_at = case when $3 = 'CANCELLED' then coalesce(cancelled_at, $11) else cancelled_at end,
                   closed_at = case when $3 = 'CLOSED' then coalesce(closed_at, $11) else closed_at end
             where id = $1 and version = $2""";

    private static final String SAVE_LINES = """
            update trade_order_line l
               set shipped = n.shipped, withdrawn = n.withdrawn, claimed = n.claimed, refunded = n.refunded,
                   claimed_fen = n.claimed_fen
              from unnest($1::uuid[], $2::int[], $3::int[], $4::int[], $5::int[], $6::bigint[])
                   as n (id, shipped, withdrawn, claimed, refunded, claimed_fen)
             where l.id = n.id""";

    /** Claimed rows are left alone by the other instance and by the next sweeps until {@code $3}. */
    private static final String CLAIM_DUE = """
            update trade_order o
               set swept_until = $3, sweep_tries = sweep_tries + 1
              from (select id
                      from trade_order
                     where state = $1 and due_at <= $2 and (swept_until is null or swept_until <= $2)
                       and ($1 <> 'RECEIVED' or not exists (
                           select 1 from trade_after_sale a
                            where a.order_id = trade_order.id
                              and a.state in ('APPLIED', 'SELLER_AGREED', 'BUYER_SENT', 'SELLER_RECEIVED',
                                  'REFUNDING')))
                     order by due_at
                     limit $4
                       for update skip locked) due
             where o.id = due.id
            returning o.id""";

    /** The order, or null. */
    public Uni<Order> find(Sql sql, OrderId id) {
        return sql.one(BY_ID, Draft::of, id).chain(draft -> withLines(sql, draft));
    }

    /** The member's own order, or null: a foreign one is as good as none. */
    public Uni<Order> findOf(Sql sql, MemberId member, OrderId id) {
        return sql.one(BY_ID_AND_MEMBER, Draft::of, id, member).chain(draft -> withLines(sql, draft));
    }

    /** The order of that number, or null. */
    public Uni<Order> findByNumber(Sql sql, String number) {
        return sql.one(BY_NUMBER, Draft::of, number).chain(draft -> withLines(sql, draft));
    }

    /**
     * Saves state and money if nobody was faster; otherwise it is {@link Outrun} by the state that the order is in now. Call it after
     * stock was touched: pools are locked before orders.
     */
    public Uni<Order> save(Tx tx, Order order, OrderState.Waits waits, Instant now) {
        return tx.execute(
                        SAVE,
                        order.id(),
                        order.version(),
                        order.kind(),
                        order.money().promised(),
                        order.money().promisedFreight(),
                        order.money().refunded(),
                        order.refunds(),
                        order.payment().orElse(null),
                        cancelledBy(order.state()),
                        order.state().due(waits).orElse(null),
                        now)
                .chain(saved -> saved == 1 ? Uni.createFrom().item(order) : outrun(tx, order.id()));
    }

    /** The same with the lines, where units were shipped, claimed or refunded. */
    public Uni<Order> saveWithLines(Tx tx, Order order, OrderState.Waits waits, Instant now) {
        var lines = order.lines();
        return save(tx, order, waits, now)
                .call(() -> tx.execute(
                        SAVE_LINES,
                        lines.stream().map(OrderLine::id).toList(),
                        lines.stream().map(OrderLine::shipped).toList(),
                        lines.stream().map(OrderLine::withdrawn).toList(),
                        lines.stream().map(OrderLine::claimed).toList(),
                        lines.stream().map(OrderLine::refunded).toList(),
                        lines.stream().map(OrderLine::claimedAmount).toList()));
    }

    /** A line costs so much less than it was sold for; its order was saved. */
    public Uni<Integer> rebate(Tx tx, UUID line, Money amount) {
        return tx.execute("update trade_order_line set rebate_fen = rebate_fen + $2 where id = $1", line, amount);
    }

    public Uni<List<OrderId>> claimDue(Tx tx, Kind state, Instant now, Instant until, int limit) {
        return tx.list(CLAIM_DUE, row -> new OrderId(row.getUUID("id")), state, now, until, limit);
    }

    private Uni<Order> outrun(Tx tx, OrderId id) {
        return tx.one(
                        "select state from trade_order where id = $1",
                        row -> Columns.constant(row, "state", Kind.class),
                        id)
                .chain(current -> Uni.createFrom().failure(new Outrun(OrderState.changed(current))));
    }

    private Uni<Order> withLines(Sql sql, @Nullable Draft draft) {
        return draft == null
                ? Uni.createFrom().nullItem()
                : sql.list(OrderLines.OF_ORDER, OrderLines::line, draft.id()).map(draft::with);
    }

    private static @Nullable CancelledBy cancelledBy(OrderState state) {
        return state instanceof OrderState.Cancelled(var by) ? by : null;
    }

    /** The row of an order before its lines were read. */
    private record Draft(
            OrderId id,
            String number,
            MemberId member,
            long version,
            OrderState state,
            OrderMoney money,
            int refunds,
            Optional<UUID> payment,
            Standing standing) {

        static Draft of(Row row) {
            return new Draft(
                    new OrderId(row.getUUID("id")),
                    row.getString("order_no"),
                    new MemberId(row.getUUID("member_id")),
                    row.getLong("version"),
                    state(row),
                    new OrderMoney(
                            Columns.money(row, "goods_fen"),
                            Columns.money(row, "freight_fen"),
                            Columns.money(row, "promised_fen"),
                            Columns.money(row, "promised_freight_fen"),
                            Columns.money(row, "refunded_fen")),
                    row.getInteger("refund_count"),
                    Optional.ofNullable(row.getUUID("payment_id")),
                    standing(row));
        }

        private static Standing standing(Row row) {
            var hold = Optional.ofNullable(row.getString("kind"))
                    .map(kind -> new Standing.Hold(kind, row.getUUID("activity_id"), row.getUUID("hold_id")));
            return new Standing(
                    Set.of(row.getArrayOfStrings("buyer_keys")),
                    hold,
                    Optional.ofNullable(row.getUUID("distributor_id")).map(DistributorId::new),
                    row.getBoolean("coupons"),
                    row.getBoolean("firm"));
        }

        private static OrderState state(Row row) {
            return switch (Columns.constant(row, "state", Kind.class)) {
                case PENDING_PAYMENT -> new OrderState.PendingPayment(Columns.instant(row, "pay_by"));
                case GROUPING -> new OrderState.Grouping();
                case TO_SHIP -> new OrderState.ToShip();
                case PARTLY_SHIPPED -> new OrderState.PartlyShipped();
                case SHIPPED -> new OrderState.Shipped(Columns.instant(row, "shipped_at"));
                case RECEIVED -> new OrderState.Received(Columns.instant(row, "received_at"));
                case COMPLETED -> new OrderState.Completed(Columns.instant(row, "received_at"));
                case CANCELLED -> new OrderState.Cancelled(Columns.constant(row, "cancelled_by", CancelledBy.class));
                case CLOSED -> new OrderState.Closed();
            };
        }

        Order with(List<OrderLine> lines) {
            return new Order(id, number, member, version, state, money, refunds, payment, standing, lines);
        }
    }
}
