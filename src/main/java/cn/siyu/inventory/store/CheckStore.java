package cn.siyu.inventory.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.domain.Difference;
import cn.siyu.inventory.domain.Movement;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.NumberedPage;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Counters held against their movements and reservations, and what was found. */
@Singleton
public class CheckStore {

    private static final int MOST_AT_ONCE = 1_000;

    private static final String END_OF_BATCH =
            "select sku from inventory_stock where sku > $1 group by sku order by sku offset $2 limit 1";

    private static final String HOW_MANY_SKUS = "select count(distinct sku) as total from inventory_stock";

    /** One statement, so one moment: whoever moves stock writes movement, counter and reservation in one transaction. */
    private static final String COMPARE = """
            with moved as (
                select sku, pool, sum(on_hand_delta) as on_hand, sum(reserved_delta) as reserved
                  from inventory_movement where sku > $1 and ($2::uuid is null or sku <= $2) group by sku, pool),
            kept as (
                select sku, pool, sum(quantity - deducted) as units
                  from inventory_reservation
                 where state = 'LIVE' and sku > $1 and ($2::uuid is null or sku <= $2) group by sku, pool),
            counted as (
                select sku, pool, on_hand, reserved
                  from inventory_stock where sku > $1 and ($2::uuid is null or sku <= $2)),
            compared as (
                select sku, pool,
                       coalesce(c.on_hand, 0)::bigint as on_hand, coalesce(m.on_hand, 0)::bigint as on_hand_moved,
                       coalesce(c.reserved, 0)::bigint as reserved, coalesce(m.reserved, 0)::bigint as reserved_moved,
                       coalesce(k.units, 0)::bigint as reserved_kept
                  from counted c full join moved m using (sku, pool) full join kept k using (sku, pool))
            select * from compared
             where on_hand <> on_hand_moved or reserved <> reserved_moved or reserved <> reserved_kept
             order by sku, pool
             limit $3""";

    private static final String KEEP = """
            insert into inventory_difference (
                   id, sku, pool, on_hand, on_hand_moved, reserved, reserved_moved, reserved_kept, found_at, seen_at)
            select f.*, $9::timestamptz, $9::timestamptz
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                          $8::bigint[]) as f
            on conflict (sku, pool) where settled_at is null do update
               set on_hand = excluded.on_hand, on_hand_moved = excluded.on_hand_moved, reserved = excluded.reserved,
                   reserved_moved = excluded.reserved_moved, reserved_kept = excluded.reserved_kept,
                   seen_at = excluded.seen_at""";

    private static final String FORGET = """
            update inventory_difference set settled_at = $2, outcome = 'GONE'
             where settled_at is null and seen_at < $1""";

    private static final String CLAIM_DAY =
            "insert into inventory_check_day (day) values ($1::text::date) on conflict on constraint inventory_check_day_pk do nothing";

    private static final String COLUMNS = """
            select id, sku, pool, on_hand, on_hand_moved, reserved, reserved_moved, reserved_kept, found_at, seen_at,
                   settled_at, outcome
              from inventory_difference
            """;

    private static final String LIST =
            COLUMNS + "where not $1 or settled_at is null order by found_at desc, id desc offset $2 limit $3";

    private static final String HOW_MANY =
            "select count(*) as total from inventory_difference where not $1 or settled_at is null";

    private static final String LOCK = COLUMNS + "where id = $1 and settled_at is null for update";

    private static final String SETTLE =
            "update inventory_difference set settled_at = $2, outcome = 'CORRECTED' where id = $1";

    /** The movement holds what the books lacked; the counter becomes what was counted and what is kept, from whatever it was. */
    private static final String CORRECT = """
            with written as (
                insert into inventory_movement (
                       id, at, type, sku, pool, on_hand_delta, reserved_delta, ref_type, ref_id, holder, reason,
                       actor_kind, actor_id, actor_name)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, $10, $11, $12, $13)
                returning sku, pool)
            update inventory_stock s
               set on_hand = $14, reserved = $15
              from written w
             where s.sku = w.sku and s.pool = w.pool""";

    private static final String TRUTH = """
            select (select coalesce(sum(on_hand_delta), 0) from inventory_movement where sku = $1 and pool = $2)::bigint
                       as on_hand_moved,
                   (select coalesce(sum(reserved_delta), 0) from inventory_movement where sku = $1 and pool = $2)::bigint
                       as reserved_moved,
                   (select coalesce(sum(quantity - deducted), 0) from inventory_reservation
                     where sku = $1 and pool = $2 and state = 'LIVE')::bigint as reserved_kept,
                   on_hand::bigint as on_hand, reserved::bigint as reserved, sku, pool
              from inventory_stock where sku = $1 and pool = $2""";

    private final Transactions transactions;

    @Inject
    CheckStore(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A difference as staff sees it. */
    @Schema(name = "StockDifferenceView")
    public record DifferenceView(
            UUID id,
            UUID skuId,
            UUID poolId,
            @Schema(description = "The counter") long onHand,

            @Schema(description = "What its movements add up to")
            long onHandMoved,

            long reserved,
            long reservedMoved,

            @Schema(description = "What live reservations keep")
            long reservedKept,

            Instant foundAt,
            Instant seenAt,
            @Nullable Instant settledAt,

            @Schema(enumeration = {"GONE", "CORRECTED"}) @Nullable
            String outcome) {}

    /** The last SKU of the batch after {@code from}; null when the batch is the last. */
    public Uni<UUID> endOfBatch(UUID from, int size) {
        return transactions.reads().one(END_OF_BATCH, row -> row.getUUID("sku"), from, size - 1L);
    }

    public Uni<Long> howManySkus() {
        return transactions.reads().one(HOW_MANY_SKUS, row -> row.getLong("total"));
    }

    /** Differences of SKUs after {@code from} and up to {@code to}. */
    public Uni<List<Difference>> compare(UUID from, @Nullable UUID to) {
        return transactions.reads().list(COMPARE, CheckStore::difference, from, to, (long) MOST_AT_ONCE);
    }

    /** Notes what was found; what was known already is known as of now. */
    public Uni<Void> keep(Tx tx, List<Difference> found, Instant now) {
        return found.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(
                                KEEP,
                                found.stream().map(_ -> Ids.next()).toList(),
                                found.stream().map(Difference::sku).toList(),
                                found.stream().map(Difference::pool).toList(),
                                found.stream().map(Difference::onHand).toList(),
                                found.stream().map(Difference::onHandMoved).toList(),
                                found.stream().map(Difference::reserved).toList(),
                                found.stream().map(Difference::reservedMoved).toList(),
                                found.stream().map(Difference::reservedKept).toList(),
                                now)
                        .replaceWithVoid();
    }

    /** What a whole check begun at {@code begun} did not see again is gone. */
    public Uni<Void> forget(Tx tx, Instant begun, Instant now) {
        return tx.execute(FORGET, begun, now).replaceWithVoid();
    }

    /** Whether it is for the caller to check on that day. */
    public Uni<Boolean> claim(Tx tx, LocalDate day) {
        return tx.execute(CLAIM_DAY, day.toString()).map(rows -> rows == 1);
    }

    public Uni<NumberedPage<DifferenceView>> list(boolean openOnly, int page, int size) {
        var reads = transactions.reads();
        return reads.list(LIST, CheckStore::view, openOnly, (page - 1L) * size, (long) size)
                .chain(items -> howMany(reads, openOnly).map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Long> howManyOpen() {
        return howMany(transactions.reads(), true);
    }

    /** The difference, held; null when there is none or it is settled. */
    public Uni<DifferenceView> lock(Tx tx, UUID id) {
        return tx.one(LOCK, CheckStore::view, id);
    }

    /** What counter, movements and reservations say; call it with the counter locked. */
    public Uni<Difference> truth(Tx tx, SkuId sku, UUID pool) {
        return tx.one(TRUTH, CheckStore::difference, sku, pool);
    }

    /** Writes the movement of a correction and sets the counter, which the caller has locked. */
    public Uni<Void> correct(Tx tx, Movement movement, int onHand, int reserved, Actor actor, Instant now) {
        return tx.execute(
                        CORRECT,
                        Ids.next(),
                        now,
                        movement.type(),
                        movement.sku(),
                        movement.pool(),
                        movement.onHandDelta(),
                        movement.reservedDelta(),
                        movement.reference().cause(),
                        movement.reference().id(),
                        movement.reason(),
                        actor.kind(),
                        actor.id(),
                        actor.name(),
                        onHand,
                        reserved)
                .replaceWithVoid();
    }

    public Uni<Void> settle(Tx tx, UUID id, Instant now) {
        return tx.execute(SETTLE, id, now).replaceWithVoid();
    }

    private static Uni<Long> howMany(Sql sql, boolean openOnly) {
        return sql.one(HOW_MANY, row -> row.getLong("total"), openOnly);
    }

    private static Difference difference(Row row) {
        return new Difference(
                new SkuId(row.getUUID("sku")),
                row.getUUID("pool"),
                row.getLong("on_hand"),
                row.getLong("on_hand_moved"),
                row.getLong("reserved"),
                row.getLong("reserved_moved"),
                row.getLong("reserved_kept"));
    }

    private static DifferenceView view(Row row) {
        return new DifferenceView(
                row.getUUID("id"),
                row.getUUID("sku"),
                row.getUUID("pool"),
                row.getLong("on_hand"),
                row.getLong("on_hand_moved"),
                row.getLong("reserved"),
                row.getLong("reserved_moved"),
                row.getLong("reserved_kept"),
                Columns.instant(row, "found_at"),
                Columns.instant(row, "seen_at"),
                Columns.optionalInstant(row, "settled_at").orElse(null),
                row.getString("outcome"));
    }
}
