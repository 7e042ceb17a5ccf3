package cn.siyu.inventory.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.inventory.domain.StockLevel;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The pools of activities, in the default location. */
@Singleton
public class AllotmentStore {

    /** An activity that gets stock again is not over. */
    private static final String OPEN_POOL = """
            insert into inventory_pool (id, location, channel, activity, created_at)
            select $1, location, 'ACTIVITY:' || $2::uuid::text, $2::uuid, $3 from inventory_pool where id = $4
            on conflict on constraint inventory_pool_activity_uk do update set given_back_at = null
            returning id""";

    private static final String CLOSE_POOL = """
            update inventory_pool set given_back_at = coalesce(given_back_at, $2) where activity = $1 returning id""";

    /** The shared counters too, which take back what is free: locked together and sorted. */
    private static final String LOCK = """
            select s.sku, s.pool, 0 as rank, false as own, p.activity, s.on_hand, s.reserved, s.safety
              from inventory_stock s
              join inventory_pool p on p.id = s.pool
             where s.sku in (select sku from inventory_stock where pool = $1) and s.pool in ($1, $2)
             order by s.sku, s.pool
               for update of s""";

    private static final String SKUS =
            "select sku from inventory_stock where pool = $1 and on_hand > reserved order by sku";

    private static final String LEVELS = """
            select p.activity, s.sku, s.on_hand - s.reserved as left_over,
                   coalesce((select sum(m.on_hand_delta) from inventory_movement m
                              where m.pool = p.id and m.sku = s.sku and m.type = 'TRANSFER_IN'), 0) as allotted
              from inventory_pool p
              join inventory_stock s on s.pool = p.id
             where p.activity = any($1::uuid[])
             order by p.activity, s.sku
             limit 5000""";

    private static final String LEFT_BEHIND = """
            select p.activity
              from inventory_pool p
             where p.given_back_at is not null
               and exists (select 1 from inventory_stock s where s.pool = p.id and s.on_hand > s.reserved)
             order by p.id
             limit $1""";

    /** The pool of the activity, made if there is none yet. */
    public Uni<UUID> open(Tx tx, UUID id, UUID activity, UUID beside, Instant now) {
        return tx.one(OPEN_POOL, row -> row.getUUID("id"), id, activity, now, beside);
    }

    /** The pool of the activity, which is over; null when it never had one. */
    public Uni<UUID> close(Tx tx, UUID activity, Instant now) {
        return tx.one(CLOSE_POOL, row -> row.getUUID("id"), activity, now);
    }

    public Uni<List<SkuId>> skusWithFreeUnits(Tx tx, UUID pool) {
        return tx.list(SKUS, row -> new SkuId(row.getUUID("sku")), pool);
    }

    /** Locks the counters of an activity's pool and their twins in {@code shared}. */
    public Uni<List<StockLevel>> lock(Tx tx, UUID pool, UUID shared) {
        return tx.list(LOCK, AllotmentStore::stock, pool, shared);
    }

    public Uni<List<Level>> levels(Sql sql, Collection<UUID> activities) {
        return activities.isEmpty()
                ? Uni.createFrom().item(List.of())
                : sql.list(LEVELS, AllotmentStore::level, activities);
    }

    /** Activities that are over and whose pool has free units again, because a parcel came back or a hold was let go. */
    public Uni<List<UUID>> leftBehind(Sql sql, int limit) {
        return sql.list(LEFT_BEHIND, row -> row.getUUID("activity"), limit);
    }

    private static Level level(Row row) {
        return new Level(
                row.getUUID("activity"),
                new SkuId(row.getUUID("sku")),
                row.getLong("allotted"),
                row.getLong("left_over"));
    }

    private static StockLevel stock(Row row) {
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
