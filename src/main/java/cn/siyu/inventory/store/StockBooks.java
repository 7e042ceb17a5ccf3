package cn.siyu.inventory.store;

import cn.siyu.inventory.domain.MovementCause;
import cn.siyu.inventory.domain.MovementType;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.kernel.web.Page;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What staff reads: exact counts, the movements behind them, and reservations that nobody has ended. */
@Singleton
public class StockBooks {

    private static final String COUNTS = """
            select sku, pool, on_hand, reserved, safety
              from inventory_stock
             where ($1::uuid is null or sku = $1) and ($2::uuid is null or pool = $2)
             order by sku, pool
            offset $3 limit $4""";

    private static final String HOW_MANY = """
            select count(*) as total
              from inventory_stock
             where ($1::uuid is null or sku = $1) and ($2::uuid is null or pool = $2)""";

    private static final String MOVEMENTS = """
            select id, at, type, sku, pool, on_hand_delta, reserved_delta, ref_type, ref_id, holder, reason,
                   actor_kind, actor_id, actor_name
              from inventory_movement
             where ($1::uuid is null or sku = $1) and ($2::uuid is null or pool = $2)
               and ($3::text is null or type = $3) and ($4::uuid is null or holder = $4)
               and ($5::text is null or ref_id = $5)
               and ($6::timestamptz is null or (at, id) < ($6, $7::uuid))
             order by at desc, id desc
             limit $8""";

    private static final String OVERDUE = """
            select holder, sku, pool, quantity - deducted as units, expires_at
              from inventory_reservation
             where state = 'LIVE' and expires_at < $1
             order by expires_at, holder, sku, pool
             limit $2""";

    private static final String HOW_MANY_OVERDUE = """
            select count(*) as total from inventory_reservation where state = 'LIVE' and expires_at < $1""";

    private final Transactions transactions;

    @Inject
    StockBooks(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The exact counts of one SKU in one pool. */
    @Schema(name = "StockView")
    public record StockView(UUID skuId, UUID poolId, int onHand, int reserved, int safety, int saleable) {}

    /** One change of a counter, and its cause. */
    @Schema(name = "StockMovementView")
    public record MovementView(
            UUID id,
            Instant at,
            MovementType type,
            UUID skuId,
            UUID poolId,
            int onHandDelta,
            int reservedDelta,
            MovementCause cause,
            String reference,
            @Nullable UUID holderId,
            String reason,
            String actor) {}

    /** Units that are kept beyond their time, because their holder was not ended. */
    @Schema(name = "OverdueReservationView")
    public record OverdueView(UUID holderId, UUID skuId, UUID poolId, int units, Instant expiredAt) {}

    /** Which movements are asked for; what is absent does not narrow. */
    public record Filter(
            @Nullable UUID sku,
            @Nullable UUID pool,
            @Nullable MovementType type,
            @Nullable UUID holder,
            @Nullable String reference) {}

    public Uni<NumberedPage<StockView>> counts(@Nullable UUID sku, @Nullable UUID pool, int page, int size) {
        var reads = transactions.reads();
        return reads.list(COUNTS, StockBooks::count, sku, pool, (page - 1L) * size, (long) size)
                .chain(items -> reads.one(HOW_MANY, row -> row.getLong("total"), sku, pool)
                        .map(total -> new NumberedPage<>(items, page, size, total)));
    }

    public Uni<Page<MovementView>> movements(Filter filter, Optional<Cursor> after, int limit) {
        return transactions
                .reads()
                .list(
                        MOVEMENTS,
                        StockBooks::movement,
                        filter.sku(),
                        filter.pool(),
                        filter.type(),
                        filter.holder(),
                        filter.reference(),
                        after.map(Cursor::at).orElse(null),
                        after.map(Cursor::id).orElse(null),
                        limit + 1L)
                .map(rows -> page(rows, limit));
    }

    public Uni<List<OverdueView>> overdue(Instant before, int limit) {
        return transactions.reads().list(OVERDUE, StockBooks::overdue, before, (long) limit);
    }

    public Uni<Long> howManyOverdue(Instant before) {
        return transactions.reads().one(HOW_MANY_OVERDUE, row -> row.getLong("total"), before);
    }

    private static Page<MovementView> page(List<MovementView> rows, int limit) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        var shown = rows.subList(0, limit);
        return new Page<>(
                shown, new Cursor(shown.getLast().at(), shown.getLast().id()).encode());
    }

    private static StockView count(Row row) {
        var onHand = row.getInteger("on_hand");
        var reserved = row.getInteger("reserved");
        var safety = row.getInteger("safety");
        return new StockView(
                row.getUUID("sku"),
                row.getUUID("pool"),
                onHand,
                reserved,
                safety,
                Math.max(0, onHand - reserved - safety));
    }

    private static MovementView movement(Row row) {
        return new MovementView(
                row.getUUID("id"),
                Columns.instant(row, "at"),
                Columns.constant(row, "type", MovementType.class),
                row.getUUID("sku"),
                row.getUUID("pool"),
                row.getInteger("on_hand_delta"),
                row.getInteger("reserved_delta"),
                Columns.constant(row, "ref_type", MovementCause.class),
                row.getString("ref_id"),
                row.getUUID("holder"),
                row.getString("reason"),
                row.getString("actor_name"));
    }

    private static OverdueView overdue(Row row) {
        return new OverdueView(
                row.getUUID("holder"),
                row.getUUID("sku"),
                row.getUUID("pool"),
                row.getInteger("units"),
                Columns.instant(row, "expires_at"));
    }
}
