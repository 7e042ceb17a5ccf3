package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.domain.Allowances.Taken;
import cn.siyu.trade.domain.Allowances.Use;
import cn.siyu.trade.domain.Tally;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** How much of each limit was bought under which key: counters that a guarded statement raises, or does not. */
@Singleton
public class LimitCounts {

    /** What is counted so far; held, so that nobody counts anything there before we end. */
    private static final String BOUGHT = """
            select c.limit_id, c.key, c.period, c.bought
              from unnest($1::uuid[], $2::text[], $3::text[]) as a (limit_id, key, period)
              join trade_limit_count c on c.limit_id = a.limit_id and c.key = a.key and c.period = a.period
             where c.limit_id = any($1::uuid[]) and c.key = any($2::text[])
             order by c.limit_id, c.key, c.period
               for update of c""";

    /** Sorted, so that crossing orders of one person wait in one direction only. */
    private static final String TAKE = """
            insert into trade_limit_count as c (limit_id, key, period, bought, allowed)
            select limit_id, key, period, units, allowed
              from unnest($1::uuid[], $2::text[], $3::text[], $4::int[], $5::int[]) as a (limit_id, key, period, units, allowed)
             where units <= allowed
             order by limit_id, key, period
            on conflict on constraint trade_limit_count_pk do update
               set bought = c.bought + excluded.bought, allowed = excluded.allowed
             where c.bought + excluded.bought <= excluded.allowed""";

    private static final String USE = """
            insert into trade_limit_use (order_id, limit_id, key, period, units)
            select order_id, limit_id, key, period, units
              from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::int[]) as u (order_id, limit_id, key, period, units)""";

    /**
     * Counts the orders that live already. Their versions move on, so whoever is just ending one of them loads it again and
     * gives back what it now counts. Who has more than is allowed keeps it: that is what is allowed to him.
     */
    private static final String TAKE_LIVING = """
            with living as (
                update trade_order o set version = o.version + 1
                  from (select o.id
                          from trade_order o
                         where o.state not in ('CANCELLED', 'CLOSED') and o.placed_at >= $7
                           and o.id in (select l.order_id from trade_order_line l
                                         where l.spu_id = $2 and ($3::uuid is null or l.sku_id = $3))
                           and not exists (select 1 from trade_order_terms t where t.order_id = o.id)
                         order by o.id
                           for update) mine
                 where o.id = mine.id
                returning o.id, o.member_id, o.buyer_keys),
            asked as (
                select o.id, k.key,
                       (select sum(l.quantity)::int from trade_order_line l
                         where l.order_id = o.id and l.spu_id = $2 and ($3::uuid is null or l.sku_id = $3)) as units
                  from living o
                 cross join lateral (select distinct key from unnest(o.buyer_keys || ('member:' || o.member_id)) as a (key)
                                      where (key like 'address:%') = $6) k),
            counted as (
                insert into trade_limit_count (limit_id, key, period, bought, allowed)
                select $1, key, $4, sum(units), greatest(sum(units), $5::int) from asked group by key
                returning key)
            insert into trade_limit_use (order_id, limit_id, key, period, units)
            select a.id, $1, a.key, $4, a.units from asked a join counted using (key)""";

    /** The counters of orders, held; the statement waits for others, so what it answers is true until we end. */
    private static final String LOCK = """
            select u.units, c.bought, l.units as allowed, l.ended_at is not null as ended
              from trade_limit_use u
              join trade_limit_count c on c.limit_id = u.limit_id and c.key = u.key and c.period = u.period
              join trade_limit l on l.id = u.limit_id
             where u.order_id = any($1::uuid[]) and u.live = $2
             order by c.limit_id, c.key, c.period
               for update of c""";

    private static final String GIVE_BACK = """
            with back as (
                update trade_limit_use set live = false where order_id = any($1::uuid[]) and live
                returning limit_id, key, period, units),
            sums as (
                select limit_id, key, period, sum(units)::int as units from back group by limit_id, key, period)
            update trade_limit_count c
               set bought = c.bought - b.units
              from sums b
             where c.limit_id = b.limit_id and c.key = b.key and c.period = b.period""";

    private static final String TAKE_AGAIN = """
            with again as (
                update trade_limit_use u set live = true
                  from trade_limit l
                 where u.order_id = $1 and not u.live and l.id = u.limit_id and l.ended_at is null
                returning u.limit_id, u.key, u.period, u.units, l.units as allowed)
            update trade_limit_count c
               set bought = c.bought + a.units, allowed = a.allowed
              from again a
             where c.limit_id = a.limit_id and c.key = a.key and c.period = a.period""";

    /** One counter of an order. */
    public record Counter(int units, int bought, int allowed, boolean ended) {

        /** A limit that has ended binds nobody any more. */
        public boolean fits() {
            return ended || bought + units <= allowed;
        }
    }

    /** What is counted in these so far, held; those that nobody has counted in yet are missing. */
    public Uni<Map<Tally.Counter, Integer>> hold(Tx tx, Collection<Tally.Counter> counters) {
        return tx.list(
                        BOUGHT,
                        row -> Map.entry(
                                new Tally.Counter(
                                        row.getUUID("limit_id"), row.getString("key"), row.getString("period")),
                                row.getInteger("bought")),
                        counters.stream().map(Tally.Counter::limit).toList(),
                        counters.stream().map(Tally.Counter::key).toList(),
                        counters.stream().map(Tally.Counter::period).toList())
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Counts units; answers in how many of the counters they had room. */
    public Uni<Integer> take(Tx tx, List<Taken> taken) {
        return tx.execute(
                TAKE,
                taken.stream().map(each -> each.counter().limit()).toList(),
                taken.stream().map(each -> each.counter().key()).toList(),
                taken.stream().map(each -> each.counter().period()).toList(),
                taken.stream().map(Taken::units).toList(),
                taken.stream().map(Taken::allowed).toList());
    }

    /** Which order has counted what. */
    public Uni<Integer> note(Tx tx, List<Use> uses) {
        return tx.execute(
                USE,
                uses.stream().map(Use::order).toList(),
                uses.stream().map(each -> each.counter().limit()).toList(),
                uses.stream().map(each -> each.counter().key()).toList(),
                uses.stream().map(each -> each.counter().period()).toList(),
                uses.stream().map(Use::units).toList());
    }

    /**
     * Counts the orders of everybody that count against a new limit, as if it had bound them; answers how many counts that
     * were.
     *
     * @param spu the product, whether the limit is of all its SKUs or of one
     * @param from when the period began that is counted
     */
    public Uni<Integer> takeLiving(Tx tx, PurchaseLimit limit, UUID spu, String period, Instant from) {
        return tx.execute(
                TAKE_LIVING,
                limit.id(),
                spu,
                limit.sku().orElse(null),
                period,
                limit.units(),
                limit.scope() == PurchaseLimit.Scope.ADDRESS,
                from);
    }

    /** Holds the counters that orders still count in, or those that they counted in before. */
    public Uni<List<Counter>> lock(Tx tx, Collection<OrderId> orders, boolean live) {
        return tx.list(LOCK, LimitCounts::counter, orders, live);
    }

    public Uni<Void> giveBack(Tx tx, Collection<OrderId> orders) {
        return tx.execute(GIVE_BACK, orders).replaceWithVoid();
    }

    public Uni<Void> takeAgain(Tx tx, OrderId order) {
        return tx.execute(TAKE_AGAIN, order).replaceWithVoid();
    }

    private static Counter counter(Row row) {
        return new Counter(
                row.getInteger("units"), row.getInteger("bought"), row.getInteger("allowed"), row.getBoolean("ended"));
    }
}
