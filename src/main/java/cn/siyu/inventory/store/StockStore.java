package cn.siyu.inventory.store;

import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.domain.Movement;
import cn.siyu.inventory.domain.Movement.Reference;
import cn.siyu.inventory.domain.StockLevel;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
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

/** Counters and the movements that they are the sums of: one statement writes both. */
@Singleton
public class StockStore {

    /** The pool that opening balances go to: SHARED at the default location. */
    public static final UUID DEFAULT_POOL = UUID.fromString("01900000-0000-7000-8000-000000000002");

    /**
     * What the mini-program may sell: its own pools and those it shares (A6). Sorted, so that crossing baskets wait for each other in one direction only. Goods of an activity are in its own pool
     * and nowhere else (A11): an order of it touches that row alone.
     */
    private static final String LOCK_GOODS = """
            select s.sku, s.pool, l.rank, p.channel = 'MP' as own, p.activity, s.on_hand, s.reserved, s.safety
              from unnest($1::uuid[], $2::text[]) as g (sku, activity)
              join inventory_stock s on s.sku = g.sku
              join inventory_pool p on p.id = s.pool
               and (p.activity = nullif(g.activity, '')::uuid or (g.activity = '' and p.channel in ('SHARED', 'MP')))
              join inventory_location l on l.id = p.location
             where s.sku = any($1::uuid[])
             order by s.sku, s.pool
               for update of s""";

    private static final String LOCK = """
            select s.sku, s.pool, l.rank, p.channel = 'MP' as own, p.activity, s.on_hand, s.reserved, s.safety
              from inventory_stock s
              join inventory_pool p on p.id = s.pool
              join inventory_location l on l.id = p.location
             where s.sku = any($1::uuid[]) and s.pool = any($2::uuid[])
             order by s.sku, s.pool
               for update of s""";

    private static final String MAKE_ROWS = """
            insert into inventory_stock (pool, sku)
            select p.pool, s.sku from unnest($1::uuid[]) as s (sku) cross join unnest($2::uuid[]) as p (pool)
             order by s.sku, p.pool
            on conflict on constraint inventory_stock_pk do nothing""";

    private static final String WRITE = """
            with written as (
                insert into inventory_movement (
                       id, at, type, sku, pool, on_hand_delta, reserved_delta, ref_type, ref_id, holder, reason,
                       actor_kind, actor_id, actor_name)
                select m.id, $1::timestamptz, m.type, m.sku, m.pool, m.on_hand_delta, m.reserved_delta,
                       m.ref_type, m.ref_id, nullif(m.holder, '')::uuid, m.reason, $2::text, $3::uuid, $4::text
                  from unnest($5::uuid[], $6::text[], $7::uuid[], $8::uuid[], $9::int[], $10::int[],
                              $11::text[], $12::text[], $13::text[], $14::text[])
                    as m (id, type, sku, pool, on_hand_delta, reserved_delta, ref_type, ref_id, holder, reason)
                returning sku, pool, on_hand_delta, reserved_delta),
            effect as (
                select sku, pool, sum(on_hand_delta)::int as on_hand, sum(reserved_delta)::int as reserved
                  from written group by sku, pool)
            update inventory_stock s
               set on_hand = s.on_hand + e.on_hand, reserved = s.reserved + e.reserved
              from effect e
             where s.sku = e.sku and s.pool = e.pool and s.sku = any($7::uuid[])""";

    private static final String OPEN = """
            with fresh as (
                insert into inventory_movement (
                       id, at, type, sku, pool, on_hand_delta, reserved_delta, ref_type, ref_id, holder, reason,
                       actor_kind, actor_id, actor_name)
                select o.id, $1::timestamptz, 'OPENING', o.sku, $2::uuid, o.units, 0,
                       'OPENING', o.sku::text, null, 'opening balance', $3::text, $4::uuid, $5::text
                  from unnest($6::uuid[], $7::uuid[], $8::int[]) as o (id, sku, units)
                 order by o.sku
                on conflict on constraint inventory_movement_ref_uk do nothing
                returning sku, pool, on_hand_delta)
            insert into inventory_stock as s (sku, pool, on_hand)
            select sku, pool, on_hand_delta from fresh order by sku
            on conflict on constraint inventory_stock_pk do update set on_hand = s.on_hand + excluded.on_hand""";

    private static final String OPENED_OTHERWISE = """
            select m.sku, m.on_hand_delta
              from unnest($1::uuid[], $2::int[]) as o (sku, units)
              join inventory_movement m
                on m.ref_type = 'OPENING' and m.ref_id = o.sku::text and m.type = 'OPENING' and m.sku = o.sku
             where m.on_hand_delta <> o.units
             order by m.sku""";

    private static final String DONE = """
            select sku, holder, sum(greatest(abs(on_hand_delta), abs(reserved_delta)))::int as units
              from inventory_movement
             where ref_type = $1 and ref_id = $2
             group by sku, holder""";

    private static final String SALEABLE = """
            select s.sku, sum(greatest(0, s.on_hand - s.reserved - s.safety))::int as saleable
              from inventory_stock s
              join inventory_pool p on p.id = s.pool
             where s.sku = any($1::uuid[]) and p.channel in ('SHARED', 'MP')
             group by s.sku""";

    private static final String SET_SAFETY = """
            update inventory_stock set safety = $3 where sku = $1 and pool = $2""";

    /** Units of one SKU that an earlier call with the same reference has moved for a holder. */
    public record Done(SkuId sku, UUID holder, int units) {}

    /** What is asked for, apart from how much: a SKU out of the pools of every order, or out of an activity's own. */
    private record Goods(SkuId sku, String activity) {
        static Goods of(Demand demand) {
            return new Goods(demand.sku(), demand.activity().map(UUID::toString).orElse(""));
        }
    }

    /** Locks all that these demands could be met from. */
    public Uni<List<StockLevel>> lockFor(Tx tx, Collection<Demand> demands) {
        var goods = demands.stream().map(Goods::of).distinct().toList();
        return goods.isEmpty()
                ? Uni.createFrom().item(List.of())
                : tx.list(
                        LOCK_GOODS,
                        StockStore::level,
                        goods.stream().map(Goods::sku).toList(),
                        goods.stream().map(Goods::activity).toList());
    }

    /** Locks these SKUs in these pools, wherever there is a row. */
    public Uni<List<StockLevel>> lock(Tx tx, Collection<SkuId> skus, Collection<UUID> pools) {
        return skus.isEmpty() || pools.isEmpty()
                ? Uni.createFrom().item(List.of())
                : tx.list(
                        LOCK,
                        StockStore::level,
                        skus.stream().distinct().toList(),
                        pools.stream().distinct().toList());
    }

    /** Gives each of these SKUs a row in each of these pools, where it has none yet. */
    public Uni<Void> makeRows(Tx tx, Collection<SkuId> skus, Collection<UUID> pools) {
        return tx.execute(MAKE_ROWS, skus, pools).replaceWithVoid();
    }

    /** Writes movements and adds their effects to the counters, whose rows the caller has locked. */
    public Uni<Void> write(Tx tx, List<Movement> movements, Actor actor, Instant now) {
        if (movements.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var rows = movements.stream()
                .map(m -> List.of(m.sku(), m.pool()))
                .distinct()
                .count();
        return tx.execute(
                        WRITE,
                        now,
                        actor.kind(),
                        actor.id(),
                        actor.name(),
                        movements.stream().map(_ -> Ids.next()).toList(),
                        movements.stream().map(Movement::type).toList(),
                        movements.stream().map(Movement::sku).toList(),
                        movements.stream().map(Movement::pool).toList(),
                        movements.stream().map(Movement::onHandDelta).toList(),
                        movements.stream().map(Movement::reservedDelta).toList(),
                        movements.stream().map(m -> m.reference().cause()).toList(),
                        movements.stream().map(m -> m.reference().id()).toList(),
                        movements.stream()
                                .map(m -> m.holder().map(UUID::toString).orElse(""))
                                .toList(),
                        movements.stream().map(Movement::reason).toList())
                .invoke(touched -> {
                    if (touched != rows) {
                        throw new IllegalStateException(
                                "%d movements met %d of %d counters".formatted(movements.size(), touched, rows));
                    }
                })
                .replaceWithVoid();
    }

    /** Opens those that were never opened. */
    public Uni<Void> open(Tx tx, Map<SkuId, Integer> units, Actor actor, Instant now) {
        var lines = List.copyOf(units.entrySet());
        return tx.execute(
                        OPEN,
                        now,
                        DEFAULT_POOL,
                        actor.kind(),
                        actor.id(),
                        actor.name(),
                        lines.stream().map(_ -> Ids.next()).toList(),
                        lines.stream().map(Map.Entry::getKey).toList(),
                        lines.stream().map(Map.Entry::getValue).toList())
                .replaceWithVoid();
    }

    /** Those that were opened with another number of units, and that number. */
    public Uni<Map<SkuId, Integer>> openedOtherwise(Tx tx, Map<SkuId, Integer> units) {
        var lines = List.copyOf(units.entrySet());
        return tx.list(
                        OPENED_OTHERWISE,
                        row -> Map.entry(new SkuId(row.getUUID("sku")), row.getInteger("on_hand_delta")),
                        lines.stream().map(Map.Entry::getKey).toList(),
                        lines.stream().map(Map.Entry::getValue).toList())
                .map(StockStore::asMap);
    }

    /** What was already moved under a reference. */
    public Uni<List<Done>> done(Tx tx, Reference reference) {
        return tx.list(
                DONE,
                row -> new Done(new SkuId(row.getUUID("sku")), row.getUUID("holder"), row.getInteger("units")),
                reference.cause(),
                reference.id());
    }

    public Uni<Map<SkuId, Integer>> saleable(Sql sql, Collection<SkuId> skus) {
        return sql.list(
                        SALEABLE,
                        row -> Map.entry(new SkuId(row.getUUID("sku")), row.getInteger("saleable")),
                        skus.stream().distinct().toList())
                .map(StockStore::asMap);
    }

    public Uni<Void> setSafety(Tx tx, SkuId sku, UUID pool, int units) {
        return tx.execute(SET_SAFETY, sku, pool, units).replaceWithVoid();
    }

    private static Map<SkuId, Integer> asMap(List<Map.Entry<SkuId, Integer>> entries) {
        return entries.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static StockLevel level(Row row) {
        return new StockLevel(
                new SkuId(row.getUUID("sku")),
                row.getUUID("pool"),
                row.getInteger("rank"),
                row.getBoolean("own"),
                Optional.ofNullable(row.getUUID("activity")),
                row.getInteger("on_hand"),
                row.getInteger("reserved"),
                row.getInteger("safety"));
    }
}
