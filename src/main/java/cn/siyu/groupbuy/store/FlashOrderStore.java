package cn.siyu.groupbuy.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashOrderState;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who has taken what of flash sales. Orders before persons, in every use case. */
@ApplicationScoped
public class FlashOrderStore {

    private static final String COLUMNS = """
            select order_id, sale_id, member_id, sku_id, quantity, unit_fen, state, taken_at, pay_by, paid_at
              from groupbuy_flash_order
            """;

    private static final String INSERT = """
            insert into groupbuy_flash_order (order_id, sale_id, member_id, sku_id, quantity, unit_fen, state, taken_at, pay_by)
            values ($1, $2, $3, $4, $5, $6, 'HELD', $7, $8)""";

    private static final String PAY = """
            update groupbuy_flash_order set state = 'PAID', paid_at = $2, ended_at = null where order_id = $1 and state <> 'PAID'""";

    private static final String RELEASE = """
            update groupbuy_flash_order set state = 'RELEASED', ended_at = $2 where order_id = $1 and state = 'HELD'""";

    /** Two requests of one person at once: the second waits for the first and then counts what it took. */
    private static final String TAKE = """
            insert into groupbuy_flash_person (sale_id, sku_id, member_id, units)
            values ($1, $2, $3, $4)
            on conflict on constraint groupbuy_flash_person_pk do update
               set units = groupbuy_flash_person.units + excluded.units
             where groupbuy_flash_person.units + excluded.units <= $5""";

    private static final String GIVE_BACK = """
            update groupbuy_flash_person set units = units - $4 where sale_id = $1 and sku_id = $2 and member_id = $3""";

    private static final String UNITS = """
            select coalesce(sum(units), 0)::int as units from groupbuy_flash_person
             where sale_id = $1 and sku_id = $2 and member_id = $3""";

    private static final String PAGE =
            COLUMNS + " where sale_id = $1 order by taken_at desc, order_id desc limit $2 offset $3";

    /** Units that somebody has taken. */
    public record Taken(
            UUID order,
            FlashSaleId sale,
            MemberId member,
            SkuId sku,
            int quantity,
            Money unit,
            FlashOrderState state,
            Instant takenAt,
            Instant payBy,
            Optional<Instant> paidAt) {}

    public Uni<Integer> insert(Tx tx, Taken taken) {
        return tx.execute(
                INSERT,
                taken.order(),
                taken.sale(),
                taken.member(),
                taken.sku(),
                taken.quantity(),
                taken.unit(),
                taken.takenAt(),
                taken.payBy());
    }

    /** What an order has taken, locked, or null. */
    public Uni<Taken> lock(Tx tx, UUID order) {
        return tx.one(COLUMNS + " where order_id = $1 for update", FlashOrderStore::taken, order);
    }

    public Uni<Integer> pay(Tx tx, UUID order, Instant now) {
        return tx.execute(PAY, order, now);
    }

    public Uni<Integer> release(Tx tx, UUID order, Instant now) {
        return tx.execute(RELEASE, order, now);
    }

    /** Counts units against the limit of a person; false, and nothing is changed, when it does not allow them. */
    public Uni<Boolean> take(Tx tx, FlashSaleId sale, FlashItem item, MemberId member, int units) {
        return units > item.perPersonQty()
                ? Uni.createFrom().item(false)
                : tx.execute(TAKE, sale, item.sku(), member, units, item.perPersonQty())
                        .map(rows -> rows == 1);
    }

    public Uni<Integer> giveBack(Tx tx, Taken taken) {
        return tx.execute(GIVE_BACK, taken.sale(), taken.sku(), taken.member(), taken.quantity());
    }

    /** Units of a SKU that a person has of a sale. */
    public Uni<Integer> units(Sql sql, FlashSaleId sale, SkuId sku, MemberId member) {
        return sql.one(UNITS, row -> row.getInteger("units"), sale, sku, member);
    }

    /** For staff, the newest first. */
    public Uni<List<Taken>> page(Sql sql, FlashSaleId sale, int limit, int offset) {
        return sql.list(PAGE, FlashOrderStore::taken, sale, limit, offset);
    }

    public Uni<Long> count(Sql sql, FlashSaleId sale) {
        return sql.one(
                "select count(*) as total from groupbuy_flash_order where sale_id = $1",
                row -> row.getLong("total"),
                sale);
    }

    private static Taken taken(Row row) {
        return new Taken(
                row.getUUID("order_id"),
                new FlashSaleId(row.getUUID("sale_id")),
                new MemberId(row.getUUID("member_id")),
                new SkuId(row.getUUID("sku_id")),
                row.getInteger("quantity"),
                Columns.money(row, "unit_fen"),
                Columns.constant(row, "state", FlashOrderState.class),
                Columns.instant(row, "taken_at"),
                Columns.instant(row, "pay_by"),
                Columns.optionalInstant(row, "paid_at"));
    }
}
