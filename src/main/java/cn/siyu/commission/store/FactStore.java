package cn.siyu.commission.store;

import cn.siyu.commission.domain.Commission.Refund;
import cn.siyu.commission.domain.Policy;
import cn.siyu.commission.domain.Policy.OwnPurchase;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was heard of orders, kept as it was told: everything else follows from it. */
@Singleton
public class FactStore {

    private static final String COLUMNS = """
            order_id, received_at, thawed_at, accrued, placed_at, cap_bp, own_purchase""";

    /** The first word counts; the rows stay locked, so that the news of one order is worked on one by one. */
    private static final String HEAR = """
            insert into commission_order as known (order_id, received_at, thaw_at, thaw_try_at)
            select n.order_id, n.received_at, n.thaw_at, n.thaw_at
              from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as n (order_id, received_at, thaw_at)
             order by n.order_id
            on conflict on constraint commission_order_pk do update
               set received_at = coalesce(known.received_at, excluded.received_at),
                   thaw_at = coalesce(known.thaw_at, excluded.thaw_at),
                   thaw_try_at = coalesce(known.thaw_try_at, excluded.thaw_try_at)
            returning
            """ + COLUMNS;

    /** An order is firm and its set is written in one stroke, or it is neither: who comes second gets no row (INV-05). */
    private static final String ACCRUE = """
            insert into commission_order as known (order_id, firm_at, accrued, placed_at, cap_bp, own_purchase)
            select n.order_id, n.firm_at, true, n.placed_at, $4, $5
              from unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) as n (order_id, firm_at, placed_at)
             order by n.order_id
            on conflict on constraint commission_order_pk do update
               set firm_at = excluded.firm_at, accrued = true, placed_at = excluded.placed_at,
                   cap_bp = excluded.cap_bp, own_purchase = excluded.own_purchase
             where not known.accrued
            returning
            """ + COLUMNS;

    private static final String FIND = "select " + COLUMNS + " from commission_order where order_id = $1";

    private static final String KEEP_REFUNDS = """
            insert into commission_refund (order_id, line_id, refund_no, amount_fen, before_fen, at)
            select $1, r.line_id, $2, r.amount_fen, r.before_fen, $3
              from unnest($4::uuid[], $5::bigint[], $6::bigint[]) as r (line_id, amount_fen, before_fen)
            on conflict on constraint commission_refund_pk do nothing""";

    private static final String REFUNDS = """
            select line_id, refund_no, amount_fen, before_fen, at
              from commission_refund
             where order_id = any($1::uuid[])
             order by at, refund_no, line_id""";

    private static final String FORFEIT = """
            insert into commission_forfeit (order_id, refund_no, at)
            select order_id, $2, $3 from unnest($1::uuid[]) as n (order_id)
            on conflict on constraint commission_forfeit_pk do nothing""";

    private static final String FORFEITS = """
            select order_id, refund_no, at from commission_forfeit where order_id = any($1::uuid[])""";

    private static final String CLAIM_DUE = "select " + COLUMNS + """
              from commission_order
             where thaw_try_at <= $1 and thawed_at is null and accrued
             order by thaw_try_at
             limit $2
               for update skip locked""";

    private static final String THAWED = """
            update commission_order set thawed_at = $2 where order_id = any($1::uuid[]) and thawed_at is null""";

    private static final String LATER = """
            update commission_order set thaw_try_at = $2 where order_id = any($1::uuid[])""";

    /**
     * What is known of an order.
     *
     * @param terms when it is firm
     */
    public record Heard(UUID order, Optional<Instant> receivedAt, Optional<Instant> thawedAt, Optional<Terms> terms) {}

    /** By which refund of his own order a leader lost what he earned from another one. */
    public record Forfeit(String refundNo, Instant at) {}

    /** What held for all lines of an order when its commissions were reckoned. */
    public record Terms(Instant placedAt, Rate cap, OwnPurchase ownPurchase) {}

    /** A fact of an order; an absent value says nothing. */
    public record Fact(
            UUID order,
            @Nullable Instant receivedAt,
            @Nullable Instant thawAt) {

        /** That there is an order. */
        public static Fact of(UUID order) {
            return new Fact(order, null, null);
        }
    }

    /** An order since it is firm. */
    public record Firm(UUID order, Instant at, Instant placedAt) {}

    /** Adds facts, one for each order, and locks the orders in the order of their ids. */
    public Uni<List<Heard>> hear(Tx tx, List<Fact> told) {
        return tx.list(
                HEAR,
                FactStore::heard,
                told.stream().map(Fact::order).toList(),
                told.stream().map(Fact::receivedAt).toList(),
                told.stream().map(Fact::thawAt).toList());
    }

    /**
     * These orders are firm and their sets are written, by this policy. Answers those of which that was not so before, and locks
     * them all in the order of their ids.
     */
    public Uni<List<Heard>> accrue(Tx tx, List<Firm> firm, Policy policy) {
        return tx.list(
                ACCRUE,
                FactStore::heard,
                firm.stream().map(Firm::order).toList(),
                firm.stream().map(Firm::at).toList(),
                firm.stream().map(Firm::placedAt).toList(),
                policy.cap(),
                policy.ownPurchase());
    }

    /** Null when nothing was heard of it. */
    public Uni<Heard> find(Sql sql, UUID order) {
        return sql.one(FIND, FactStore::heard, order);
    }

    public Uni<Void> keep(Tx tx, UUID order, List<Refund> refunds) {
        if (refunds.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var first = refunds.getFirst();
        return tx.execute(
                        KEEP_REFUNDS,
                        order,
                        first.refundNo(),
                        first.at(),
                        refunds.stream().map(Refund::line).toList(),
                        refunds.stream().map(Refund::amount).toList(),
                        refunds.stream().map(Refund::before).toList())
                .replaceWithVoid();
    }

    /** Of all these orders, in the order of time. */
    public Uni<List<Refund>> refunds(Sql sql, Collection<UUID> orders) {
        return sql.list(
                REFUNDS,
                row -> new Refund(
                        row.getUUID("line_id"),
                        row.getString("refund_no"),
                        Columns.money(row, "amount_fen"),
                        Columns.money(row, "before_fen"),
                        Columns.instant(row, "at")),
                orders);
    }

    /** The leader of their group has given all of his own order back: from these orders he earns nothing more. */
    public Uni<Void> forfeit(Tx tx, Collection<UUID> orders, Forfeit forfeit) {
        return tx.execute(FORFEIT, orders, forfeit.refundNo(), forfeit.at()).replaceWithVoid();
    }

    /** Of those of these orders whose group's leader has not kept his own. */
    public Uni<Map<UUID, Forfeit>> forfeits(Sql sql, Collection<UUID> orders) {
        return sql.list(
                        FORFEITS,
                        row -> Map.entry(
                                row.getUUID("order_id"),
                                new Forfeit(row.getString("refund_no"), Columns.instant(row, "at"))),
                        orders)
                .map(found -> found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Orders whose freeze is over, locked; those that somebody else works on are left out. */
    public Uni<List<Heard>> claimDue(Tx tx, Instant now, int limit) {
        return tx.list(CLAIM_DUE, FactStore::heard, now, (long) limit);
    }

    public Uni<Void> thawed(Tx tx, Collection<UUID> orders, Instant at) {
        return tx.execute(THAWED, orders, at).replaceWithVoid();
    }

    public Uni<Void> lookAgain(Tx tx, Collection<UUID> orders, Instant at) {
        return tx.execute(LATER, orders, at).replaceWithVoid();
    }

    private static Heard heard(Row row) {
        return new Heard(
                row.getUUID("order_id"),
                Columns.optionalInstant(row, "received_at"),
                Columns.optionalInstant(row, "thawed_at"),
                row.getBoolean("accrued")
                        ? Optional.of(new Terms(
                                Columns.instant(row, "placed_at"),
                                new Rate(row.getInteger("cap_bp")),
                                Columns.constant(row, "own_purchase", OwnPurchase.class)))
                        : Optional.empty());
    }
}
