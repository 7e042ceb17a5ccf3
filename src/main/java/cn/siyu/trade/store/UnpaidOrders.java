package cn.siyu.trade.store;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Outrun;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.CancelledBy;
import cn.siyu.trade.domain.OrderState;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.domain.Standing.Hold;
import cn.siyu.trade.domain.Unpaid;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Unpaid orders that end, many at a time: loaded without a lock, ended by comparing their versions, sorted by id. */
@Singleton
public class UnpaidOrders {

    /**
     * In a transaction of its own: in the one that ends them orders are locked last. Claimed rows are left alone by others until
     * {@code $3}.
     */
    private static final String CLAIM = """
            update trade_order o
               set swept_until = $3, sweep_tries = sweep_tries + 1
              from (select id
                      from trade_order
                     where state = 'PENDING_PAYMENT' and due_at <= $1 and (sweep_tries > 0) = $2
                       and (swept_until is null or swept_until <= $1)
                     order by due_at
                     limit $4
                       for update skip locked) due
             where o.id = due.id
            returning o.id, o.sweep_tries""";

    private static final String POSTPONE = """
            with due as (
                select o.id, n.until
                  from unnest($1::uuid[], $2::timestamptz[]) as n (id, until)
                  join trade_order o on o.id = n.id and o.state = 'PENDING_PAYMENT'
                 order by o.id
                   for update of o)
            update trade_order o set swept_until = due.until from due where o.id = due.id""";

    private static final String HOLDS = """
            select t.kind, t.activity_id, t.hold_id
              from trade_order_terms t
              join trade_order o on o.id = t.order_id
             where t.order_id = any($1::uuid[]) and o.state = 'PENDING_PAYMENT'""";

    private static final String LOAD = """
            select o.id, o.order_no, o.member_id, o.version, o.pay_by, o.buyer_keys, o.coupons, t.kind, t.activity_id, t.hold_id
              from trade_order o
              left join trade_order_terms t on t.order_id = o.id
             where o.id = any($1::uuid[]) and o.state = 'PENDING_PAYMENT'
             order by o.id""";

    private static final String END = """
            with mine as (
                select o.id, n.state
                  from unnest($1::uuid[], $2::bigint[], $3::text[]) as n (id, version, state)
                  join trade_order o on o.id = n.id and o.version = n.version
                 order by o.id
                   for update of o)
            update trade_order o
               set version = o.version + 1, state = mine.state, cancelled_by = $4, cancelled_at = coalesce(o.cancelled_at, $5),
                   due_at = null, swept_until = null, sweep_tries = 0
              from mine
             where o.id = mine.id""";

    /** An order whose time is over, and for the how-manieth time it was tried. */
    public record Due(OrderId order, int tries) {}

    /** @param again those that were tried before, or those whose time has only just run out */
    public Uni<List<Due>> claim(Tx tx, boolean again, Instant now, Instant until, int limit) {
        return tx.list(
                CLAIM,
                row -> new Due(new OrderId(row.getUUID("id")), row.getInteger("sweep_tries")),
                now,
                again,
                until,
                limit);
    }

    /** They are tried again then. */
    public Uni<Integer> postpone(Tx tx, Map<OrderId, Instant> until) {
        return until.isEmpty() ? Uni.createFrom().item(0) : tx.execute(POSTPONE, until.keySet(), until.values());
    }

    /** What those of these orders sit in that are unpaid. */
    public Uni<List<Hold>> holds(Sql sql, Collection<OrderId> orders) {
        return sql.list(HOLDS, UnpaidOrders::hold, orders);
    }

    /** Those of these orders that are unpaid. */
    public Uni<List<Unpaid>> load(Sql sql, Collection<OrderId> orders) {
        return sql.list(LOAD, UnpaidOrders::unpaid, orders);
    }

    /** Ends them, if nobody was faster; otherwise {@link Outrun}. Call it after stock was touched: pools are locked before orders. */
    public Uni<Void> end(Tx tx, List<Unpaid> orders, CancelledBy by, Instant now) {
        return tx.execute(
                        END,
                        orders.stream().map(Unpaid::id).toList(),
                        orders.stream().map(Unpaid::version).toList(),
                        orders.stream()
                                .map(order -> order.cancelled(by, now).kind())
                                .toList(),
                        by,
                        now)
                .invoke(ended -> {
                    if (ended != orders.size()) {
                        throw new Outrun(new Refused(CommonProblem.STATE_CHANGED));
                    }
                })
                .replaceWithVoid();
    }

    /** The state of an order, or null. */
    public Uni<Kind> state(Sql sql, OrderId order) {
        return sql.one(
                "select state from trade_order where id = $1",
                row -> Columns.constant(row, "state", Kind.class),
                order);
    }

    private static Hold hold(Row row) {
        return new Hold(row.getString("kind"), row.getUUID("activity_id"), row.getUUID("hold_id"));
    }

    private static Unpaid unpaid(Row row) {
        return new Unpaid(
                new OrderId(row.getUUID("id")),
                row.getString("order_no"),
                new MemberId(row.getUUID("member_id")),
                row.getLong("version"),
                new OrderState.PendingPayment(Columns.instant(row, "pay_by")),
                Set.of(row.getArrayOfStrings("buyer_keys")),
                row.getBoolean("coupons"),
                Optional.ofNullable(row.getString("kind")).map(_ -> hold(row)));
    }
}
