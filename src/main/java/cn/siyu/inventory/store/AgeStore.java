package cn.siyu.inventory.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How long what is on hand has been there. */
@Singleton
public class AgeStore {

    /**
     * First in, first out: what is there now is what came in last. Receipts are walked back from the newest until the units on
     * hand are explained. Transfers within a location add up to nothing; what a location got from another is new to it.
     */
    private static final String AGES = """
            with wanted as (
                select distinct s.sku
                  from inventory_stock s join inventory_pool p on p.id = s.pool
                 where s.on_hand > 0 and s.sku > $1 and ($2::uuid is null or s.sku = $2) and ($3::uuid is null or p.location = $3)
                 order by s.sku
                 limit $4),
            there as (
                select s.sku, p.location, sum(s.on_hand) as units
                  from inventory_stock s join wanted using (sku) join inventory_pool p on p.id = s.pool
                 where s.on_hand > 0 and ($3::uuid is null or p.location = $3)
                 group by s.sku, p.location),
            receipt as (
                select m.sku, p.location, max(m.at) as at, sum(m.on_hand_delta) as units
                  from inventory_movement m join wanted using (sku) join inventory_pool p on p.id = m.pool
                 where m.type in ('OPENING', 'ADJUST', 'CORRECT', 'TRANSFER_IN', 'TRANSFER_OUT')
                   and ($3::uuid is null or p.location = $3)
                 group by m.sku, p.location, m.ref_type, m.ref_id
                having sum(m.on_hand_delta) > 0),
            walked as (
                select sku, location, at, units,
                       sum(units) over (partition by sku, location order by at desc rows unbounded preceding) as so_far
                  from receipt),
            aged as (
                select w.sku, w.location, w.at, least(w.units, t.units - (w.so_far - w.units)) as units,
                       extract(epoch from $5::timestamptz - w.at) / 86400 as days
                  from walked w join there t using (sku, location)
                 where w.so_far - w.units < t.units)
            select t.sku, t.location, l.code, t.units::bigint as on_hand,
                   coalesce(sum(a.units) filter (where a.days <= 30), 0)::bigint as fresh,
                   coalesce(sum(a.units) filter (where a.days > 30 and a.days <= 90), 0)::bigint as recent,
                   coalesce(sum(a.units) filter (where a.days > 90 and a.days <= 180), 0)::bigint as old,
                   coalesce(sum(a.units) filter (where a.days > 180), 0)::bigint as oldest,
                   min(a.at) as since
              from there t
              join inventory_location l on l.id = t.location
              left join aged a using (sku, location)
             group by t.sku, t.location, l.code, t.units
             order by t.sku, l.code""";

    private final Transactions transactions;

    @Inject
    AgeStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Units of one SKU in one location by their age in days: up to 30, 90, 180, and above. */
    public record Ages(
            SkuId sku,
            UUID location,
            String locationCode,
            long onHand,
            long upTo30,
            long upTo90,
            long upTo180,
            long older,
            Optional<Instant> since) {}

    /** All locations of the next {@code limit} SKUs after one. */
    public Uni<List<Ages>> after(UUID sku, @Nullable UUID only, @Nullable UUID location, int limit, Instant now) {
        return transactions.reads().list(AGES, AgeStore::ages, sku, only, location, (long) limit, now);
    }

    private static Ages ages(Row row) {
        return new Ages(
                new SkuId(row.getUUID("sku")),
                row.getUUID("location"),
                row.getString("code"),
                row.getLong("on_hand"),
                row.getLong("fresh"),
                row.getLong("recent"),
                row.getLong("old"),
                row.getLong("oldest"),
                Columns.optionalInstant(row, "since"));
    }
}
