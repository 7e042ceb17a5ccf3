package cn.siyu.audience.store;

import cn.siyu.audience.Buyers.Purchase;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Firm orders by the keys of their persons, and what each member has paid. */
@Singleton
public class BuyerStore {

    private static final String ANY_KNOWN =
            "select exists (select 1 from audience_person_key where key = any($1::text[])) as known";

    /**
     * Takes the keys that nobody has, in one order for everybody: a key that another transaction is taking is waited for, and
     * two transactions never wait for each other.
     */
    private static final String TAKE_KEYS = """
            insert into audience_person_key (key, order_id, at)
            select t.key, t.order_id, t.at
              from unnest($1::text[], $2::uuid[], $3::timestamptz[]) as t (key, order_id, at)
             order by t.key, t.order_id
            on conflict (key) do nothing""";

    /** An order is the first when all its keys are its own; that never changes, so a repetition hears the same. */
    private static final String FIRST = """
            select t.order_id
              from unnest($1::text[], $2::uuid[]) as t (key, order_id)
              join audience_person_key k on k.key = t.key
             group by t.order_id
            having bool_and(k.order_id = t.order_id)""";

    private static final String COUNT = """
            with fresh as (
                insert into audience_purchase (order_id, member_id, total_fen, at)
                select t.order_id, t.member_id, t.total_fen, t.at
                  from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[]) as t (order_id, member_id, total_fen, at)
                 order by t.order_id
                on conflict (order_id) do nothing
                returning member_id, total_fen, at)
            insert into audience_buyer as b (member_id, orders, paid_fen, first_paid_at, last_paid_at)
            select member_id, count(*), sum(total_fen), min(at), max(at)
              from fresh
             group by member_id
             order by member_id
            on conflict (member_id) do update
               set orders = b.orders + excluded.orders,
                   paid_fen = b.paid_fen + excluded.paid_fen,
                   first_paid_at = least(b.first_paid_at, excluded.first_paid_at),
                   last_paid_at = greatest(b.last_paid_at, excluded.last_paid_at)""";

    private static final String REFUND = """
            with fresh as (
                insert into audience_refund (reference, order_id, member_id, amount_fen, at)
                select $1, p.order_id, p.member_id, $4, $5
                  from audience_purchase p
                 where p.order_id = $2 and p.member_id = $3
                on conflict (reference) do nothing
                returning member_id, amount_fen)
            update audience_buyer b
               set refunded_fen = b.refunded_fen + f.amount_fen
              from fresh f
             where b.member_id = f.member_id""";

    public Uni<Boolean> anyKnown(Sql sql, Collection<String> keys) {
        return sql.one(ANY_KNOWN, row -> row.getBoolean("known"), List.copyOf(keys));
    }

    /** One key of one order's person. */
    public record OrderKey(String key, UUID order, Instant at) {}

    /** Answers the orders none of whose keys had been taken by another one. */
    public Uni<Set<UUID>> take(Tx tx, List<OrderKey> keys) {
        var texts = keys.stream().map(OrderKey::key).toList();
        var orders = keys.stream().map(OrderKey::order).toList();
        var times = keys.stream().map(OrderKey::at).toList();
        return tx.execute(TAKE_KEYS, texts, orders, times)
                .chain(() -> tx.list(FIRST, row -> row.getUUID("order_id"), texts, orders))
                .map(HashSet::new);
    }

    /** Adds them to their members' facts; one that was counted before is passed over. */
    public Uni<Void> count(Tx tx, List<Purchase> purchases) {
        return tx.execute(
                        COUNT,
                        purchases.stream().map(Purchase::order).toList(),
                        purchases.stream().map(each -> each.person().member()).toList(),
                        purchases.stream().map(each -> each.total().fen()).toList(),
                        purchases.stream().map(Purchase::at).toList())
                .replaceWithVoid();
    }

    public Uni<Void> refund(Tx tx, UUID member, UUID order, String reference, Money amount, Instant at) {
        return tx.execute(REFUND, reference, order, member, amount, at).replaceWithVoid();
    }
}
