package cn.siyu.distribution.store;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.DistributorLayer.Activity;
import cn.siyu.distribution.DistributorLayer.Size;
import cn.siyu.distribution.Distributors.Layered;
import cn.siyu.kernel.tx.Columns;
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
import org.jspecify.annotations.Nullable;

/** The layers of distributors: counted in one statement for many, read by lists. */
@Singleton
public class LayerStore {

    /** Sorted, so that two instances that count the same ones wait for each other in one direction only. */
    private static final String COUNT = """
            with due as (
                 select d.id, d.activated_at
                   from distribution_distributor d
                   left join distribution_layer l on l.distributor = d.id
                  where d.state in ('ACTIVE', 'SUSPENDED', 'QUITTING') and (l.counted_at is null or l.counted_at <= $2)
                  order by l.counted_at nulls first
                  limit $3),
            counted as (
                 select due.id, due.activated_at,
                        (select count(*)
                           from distribution_customer_binding b
                          where b.distributor = due.id and b.bound_from <= $1
                            and (b.bound_to is null or b.bound_to > $1))::int as customers,
                        (select count(*)
                           from distribution_customer_order o
                          where o.distributor = due.id and o.at > $4)::int as orders,
                        (select max(o.at) from distribution_customer_order o where o.distributor = due.id) as last_order_at
                   from due)
            insert into distribution_layer (distributor, customers, orders, last_order_at, size, activity, counted_at)
            select id, customers, orders, last_order_at,
                   case when customers >= $7 then 'LARGE' when customers >= $6 then 'MEDIUM' else 'SMALL' end,
                   case when last_order_at > $4 then 'ACTIVE'
                        when last_order_at is null and activated_at > $4 then 'NEW'
                        when last_order_at > $5 then 'QUIET'
                        else 'DORMANT' end,
                   $1
              from counted
             order by id
            on conflict on constraint distribution_layer_pk do update
               set customers = excluded.customers, orders = excluded.orders, last_order_at = excluded.last_order_at,
                   size = excluded.size, activity = excluded.activity, counted_at = excluded.counted_at""";

    private static final String OF = """
            select d.id, d.tier, t.name as tier_name, l.size, l.activity, l.customers, l.orders, l.last_order_at, l.counted_at
              from distribution_distributor d
              join distribution_tier t on t.id = d.tier
              join distribution_layer l on l.distributor = d.id
             where d.id = any($1::uuid[])""";

    private static final String IN = """
            select d.id
              from distribution_distributor d
              join distribution_layer l on l.distributor = d.id
             where ($1::uuid is null or d.tier = $1) and ($2::text is null or l.size = $2)
               and ($3::text is null or l.activity = $3)
             order by d.id
             limit $4""";

    private static final String BOARD = """
            select t.id as tier, t.name as tier_name, l.size, l.activity, count(*) as distributors,
                   sum(l.customers)::bigint as customers, sum(l.orders)::bigint as orders, min(l.counted_at) as counted_at
              from distribution_layer l
              join distribution_distributor d on d.id = l.distributor and d.state in ('ACTIVE', 'SUSPENDED', 'QUITTING')
              join distribution_tier t on t.id = d.tier
             group by t.id, t.rank, t.name, l.size, l.activity
             order by t.rank, l.size, l.activity""";

    /** Who counts as what, from when on. */
    public record Lines(Instant activeSince, Instant dormantSince, int mediumFrom, int largeFrom) {}

    /** How many there are in one layer of a tier. */
    public record Place(
            UUID tier,
            String tierName,
            Size size,
            Activity activity,
            long distributors,
            long customers,
            long orders,
            Instant countedAt) {}

    /** Those that were counted before {@code before}, or never; answers how many. */
    public Uni<Integer> count(Tx tx, Instant now, Instant before, int limit, Lines lines) {
        return tx.execute(
                COUNT,
                now,
                before,
                limit,
                lines.activeSince(),
                lines.dormantSince(),
                lines.mediumFrom(),
                lines.largeFrom());
    }

    public Uni<List<Layered>> of(Sql sql, Collection<DistributorId> ids) {
        return sql.list(
                OF,
                row -> new Layered(
                        new DistributorId(row.getUUID("id")),
                        row.getUUID("tier"),
                        row.getString("tier_name"),
                        layer(row).orElseThrow()),
                ids);
    }

    public Uni<List<DistributorId>> in(
            Sql sql, @Nullable UUID tier, @Nullable Size size, @Nullable Activity activity, int limit) {
        return sql.list(IN, row -> new DistributorId(row.getUUID("id")), tier, size, activity, limit);
    }

    public Uni<List<Place>> board(Sql sql) {
        return sql.list(
                BOARD,
                row -> new Place(
                        row.getUUID("tier"),
                        row.getString("tier_name"),
                        Columns.constant(row, "size", Size.class),
                        Columns.constant(row, "activity", Activity.class),
                        row.getLong("distributors"),
                        row.getLong("customers"),
                        row.getLong("orders"),
                        Columns.instant(row, "counted_at")));
    }

    /** Empty while nobody has counted yet. */
    static Optional<DistributorLayer> layer(Row row) {
        return Columns.optionalInstant(row, "counted_at")
                .map(countedAt -> new DistributorLayer(
                        Columns.constant(row, "size", Size.class),
                        Columns.constant(row, "activity", Activity.class),
                        row.getInteger("customers"),
                        row.getInteger("orders"),
                        Columns.optionalInstant(row, "last_order_at"),
                        countedAt));
    }
}
