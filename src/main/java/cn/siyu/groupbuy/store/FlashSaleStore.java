package cn.siyu.groupbuy.store;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashPlan;
import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.trade.Terms.Commission;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Flash sales as the rules see them, saved by comparing the version. */
@Singleton
public class FlashSaleStore {

    private static final String OVERLAP = "groupbuy_flash_item_overlap_ex";

    private static final String COLUMNS = """
            select s.id, s.name, s.state, s.version, s.pay_timeout_minutes, s.segment_id, s.commission, s.commission_bp, s.starts_at,
                   s.ends_at
              from groupbuy_flash_sale s
            """;

    private static final String ITEMS = """
            select sale_id, sku_id, price_fen, quota, per_order_qty, per_person_qty
              from groupbuy_flash_item
             where sale_id = any($1::uuid[])
             order by sale_id, position""";

    private static final String INSERT = """
            insert into groupbuy_flash_sale (id, name, state, pay_timeout_minutes, segment_id, commission, commission_bp, starts_at,
                   ends_at, created_at)
            values ($1, $2, 'DRAFT', $3, $4::uuid, $5, $6::int, $7, $8, $9)""";

    private static final String UPDATE = """
            update groupbuy_flash_sale
               set version = version + 1, name = $3, pay_timeout_minutes = $4, segment_id = $5::uuid, commission = $6,
                   commission_bp = $7::int, starts_at = $8, ends_at = $9
             where id = $1 and version = $2""";

    /** Orders name items: those that stay are written over, those that go had no orders yet. */
    private static final String REMOVE_ITEMS =
            "delete from groupbuy_flash_item where sale_id = $1 and sku_id <> all ($2::uuid[])";

    private static final String WRITE_ITEMS = """
            insert into groupbuy_flash_item (sale_id, sku_id, position, price_fen, quota, per_order_qty, per_person_qty, starts_at,
                   ends_at, live)
            select $1, n.sku_id, n.position, n.price_fen, n.quota, n.per_order_qty, n.per_person_qty, s.starts_at, s.ends_at,
                   s.state in ('SCHEDULED', 'RUNNING', 'PAUSED')
              from unnest($2::uuid[], $3::int[], $4::bigint[], $5::int[], $6::int[], $7::int[])
                   as n (sku_id, position, price_fen, quota, per_order_qty, per_person_qty)
              join groupbuy_flash_sale s on s.id = $1
            on conflict on constraint groupbuy_flash_item_pk do update
               set position = excluded.position, price_fen = excluded.price_fen, quota = excluded.quota,
                   per_order_qty = excluded.per_order_qty, per_person_qty = excluded.per_person_qty,
                   starts_at = excluded.starts_at, ends_at = excluded.ends_at, live = excluded.live""";

    private static final String MOVE = """
            update groupbuy_flash_sale
               set version = version + 1, state = $3,
                   published_at = case when $3 <> 'DRAFT' then coalesce(published_at, $4) end,
                   over_at = case when $3 in ('STOPPED', 'ENDED') then $4 end,
                   settle_at = case when $3 in ('STOPPED', 'ENDED') then $4 end
             where id = $1 and version = $2""";

    private static final String MOVE_ITEMS = """
            update groupbuy_flash_item set live = $2 where sale_id = $1 and live <> $2""";

    private static final String SHOWN = COLUMNS + """
             where s.state in ('SCHEDULED', 'RUNNING', 'PAUSED') and s.ends_at > $1 and s.starts_at <= $2
             order by s.starts_at, s.id
             limit $3""";

    private static final String MATCHING = " where ($1::text is null or s.state = $1)";

    private static final String TURNED_BY_TIME = COLUMNS + """
             where (s.state = 'SCHEDULED' and s.starts_at <= $1) or (s.state in ('RUNNING', 'PAUSED') and s.ends_at <= $1)
             order by s.id
             limit $2
               for update skip locked""";

    private static final String CLAIM_SETTLING = """
            update groupbuy_flash_sale s
               set settle_at = $2
              from (select id from groupbuy_flash_sale where settle_at <= $1 order by id limit 1 for update skip locked) due
             where s.id = due.id
            returning s.id, exists (select 1 from groupbuy_flash_order o where o.sale_id = s.id and o.state = 'HELD') as held""";

    /** A sale that is over, and whether somebody may still pay in it. */
    public record Settling(FlashSaleId sale, boolean held) {}

    private final Changes changes;

    @Inject
    FlashSaleStore(Changes changes) {
        this.changes = changes;
    }

    /** The sale, or null. */
    public Uni<FlashSale> find(Sql sql, FlashSaleId id) {
        return all(sql, COLUMNS + "where s.id = $1", id).map(FlashSaleStore::first);
    }

    public Uni<List<FlashSale>> find(Sql sql, Collection<FlashSaleId> ids) {
        return all(sql, COLUMNS + "where s.id = any($1::uuid[]) order by s.id", ids);
    }

    /** The sale, locked, or null. */
    public Uni<FlashSale> lock(Tx tx, FlashSaleId id) {
        return all(tx, COLUMNS + "where s.id = $1 for update", id).map(FlashSaleStore::first);
    }

    /** Those that run or begin until {@code until}, the first to begin first. */
    public Uni<List<FlashSale>> shown(Sql sql, Instant now, Instant until, int limit) {
        return all(sql, SHOWN, now, until, limit);
    }

    /** For staff, the newest first. */
    public Uni<List<FlashSale>> search(Sql sql, @Nullable ActivityState state, int limit, int offset) {
        return all(
                sql,
                COLUMNS + MATCHING + " order by s.created_at desc, s.id desc limit $2 offset $3",
                state,
                limit,
                offset);
    }

    public Uni<Long> count(Sql sql, @Nullable ActivityState state) {
        return sql.one(
                "select count(*) as total from groupbuy_flash_sale s" + MATCHING, row -> row.getLong("total"), state);
    }

    public Uni<Void> insert(Tx tx, FlashSale sale, Instant now) {
        var plan = sale.plan();
        return tx.execute(
                        INSERT,
                        sale.id(),
                        plan.name(),
                        (int) plan.payTimeout().toMinutes(),
                        plan.segment().orElse(null),
                        plan.commission(),
                        plan.commissionRate().map(Rate::basisPoints).orElse(null),
                        plan.startsAt(),
                        plan.endsAt(),
                        now)
                .chain(() -> items(tx, sale.id(), plan));
    }

    /** Answers how many rows had that version: none or one. A SKU in two sales at once is a refusal. */
    public Uni<Integer> update(Tx tx, FlashSale sale, FlashPlan plan) {
        tell(tx, sale);
        return tx.execute(
                        UPDATE,
                        sale.id(),
                        sale.version(),
                        plan.name(),
                        (int) plan.payTimeout().toMinutes(),
                        plan.segment().orElse(null),
                        plan.commission(),
                        plan.commissionRate().map(Rate::basisPoints).orElse(null),
                        plan.startsAt(),
                        plan.endsAt())
                .call(() -> items(tx, sale.id(), plan));
    }

    /** Answers how many rows had that version: none or one. */
    public Uni<Integer> move(Tx tx, FlashSale sale, ActivityState to, Instant now) {
        tell(tx, sale);
        return tx.execute(MOVE, sale.id(), sale.version(), to, now)
                .call(() -> tx.execute(MOVE_ITEMS, sale.id(), to.published())
                        .onFailure(failure -> Violations.isOf(failure, OVERLAP))
                        .transform(_ -> new Refused(FlashSaleProblem.FLASH_SALE_OVERLAPS)));
    }

    /** Locks those whose time to begin or to end has come. */
    public Uni<List<FlashSale>> turnedByTime(Tx tx, Instant now, int limit) {
        return all(tx, TURNED_BY_TIME, now, limit);
    }

    /** The next one that is over and may have stock to give back, or null; looked at again at {@code again}. */
    public Uni<Settling> claimSettling(Tx tx, Instant now, Instant again) {
        return tx.one(
                CLAIM_SETTLING,
                row -> new Settling(new FlashSaleId(row.getUUID("id")), row.getBoolean("held")),
                now,
                again);
    }

    /** Nothing is left to give back. */
    public Uni<Integer> settled(Tx tx, FlashSaleId id) {
        return tx.execute("update groupbuy_flash_sale set settle_at = null where id = $1", id);
    }

    /** The reference of the next movement of stock in the sale's name. */
    public Uni<String> nextReference(Tx tx, FlashSaleId id) {
        return tx.one(
                "update groupbuy_flash_sale set give_backs = give_backs + 1 where id = $1 returning give_backs",
                row -> "flash-sale:" + id.value() + ":" + row.getInteger("give_backs"),
                id);
    }

    private void tell(Tx tx, FlashSale sale) {
        changes.tell(tx, List.of(Changes.topic("flash", sale.id().value()), "flash-sales"));
    }

    private static Uni<Void> items(Tx tx, FlashSaleId id, FlashPlan plan) {
        var items = plan.items();
        var skus = items.stream().map(FlashItem::sku).toList();
        return tx.execute(REMOVE_ITEMS, id, skus)
                .chain(() -> tx.execute(
                        WRITE_ITEMS,
                        id,
                        skus,
                        IntStream.range(0, items.size()).boxed().toList(),
                        items.stream().map(FlashItem::price).toList(),
                        items.stream().map(FlashItem::quota).toList(),
                        items.stream().map(FlashItem::perOrderQty).toList(),
                        items.stream().map(FlashItem::perPersonQty).toList()))
                .onFailure(failure -> Violations.isOf(failure, OVERLAP))
                .transform(_ -> new Refused(FlashSaleProblem.FLASH_SALE_OVERLAPS))
                .replaceWithVoid();
    }

    private static @Nullable FlashSale first(List<FlashSale> found) {
        return found.isEmpty() ? null : found.getFirst();
    }

    private Uni<List<FlashSale>> all(Sql sql, String select, @Nullable Object... parameters) {
        return sql.list(select, row -> row, parameters)
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(List.<FlashSale>of())
                        : sql.list(ITEMS, Sold::of, ids(rows))
                                .map(sold -> rows.stream()
                                        .map(row -> sale(row, sold))
                                        .toList()));
    }

    private static Collection<UUID> ids(List<Row> rows) {
        return rows.stream().map(row -> row.getUUID("id")).toList();
    }

    /** What a sale sells, before it is put together. */
    private record Sold(UUID sale, FlashItem item) {
        static Sold of(Row row) {
            return new Sold(
                    row.getUUID("sale_id"),
                    new FlashItem(
                            new SkuId(row.getUUID("sku_id")),
                            Columns.money(row, "price_fen"),
                            row.getInteger("quota"),
                            row.getInteger("per_order_qty"),
                            row.getInteger("per_person_qty")));
        }
    }

    private static FlashSale sale(Row row, List<Sold> sold) {
        var id = row.getUUID("id");
        var plan = new FlashPlan(
                row.getString("name"),
                sold.stream()
                        .filter(each -> each.sale().equals(id))
                        .map(Sold::item)
                        .toList(),
                Duration.ofMinutes(row.getInteger("pay_timeout_minutes")),
                Optional.ofNullable(row.getUUID("segment_id")).map(SegmentId::new),
                Columns.constant(row, "commission", Commission.class),
                Optional.ofNullable(row.getInteger("commission_bp")).map(Rate::new),
                Columns.instant(row, "starts_at"),
                Columns.instant(row, "ends_at"));
        return new FlashSale(
                new FlashSaleId(id), plan, Columns.constant(row, "state", ActivityState.class), row.getLong("version"));
    }
}
