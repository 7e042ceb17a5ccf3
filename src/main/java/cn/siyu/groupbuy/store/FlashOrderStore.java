package cn.siyu.groupbuy.store;

import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.domain.FlashOrderState;
import cn.siyu.groupbuy.domain.FlashShares.Share;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Who has taken what of flash sales. Orders before persons, in every use case. */
@Singleton
public class FlashOrderStore {

    private static final String COLUMNS = """
            select order_id, sale_id, member_id, sku_id, quantity, unit_fen, state, taken_at, pay_by, paid_at
              from groupbuy_flash_order
            """;

    private static final String INSERT = """
            insert into groupbuy_flash_order (order_id, sale_id, member_id, sku_id, quantity, unit_fen, state, taken_at, pay_by)
            select order_id, sale_id, member_id, sku_id, quantity, unit_fen, 'HELD', $7, pay_by
              from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::int[], $6::bigint[], $8::timestamptz[])
                   as n (order_id, sale_id, member_id, sku_id, quantity, unit_fen, pay_by)""";

    private static final String PAY = """
            update groupbuy_flash_order set state = 'PAID', paid_at = $2, ended_at = null where order_id = $1 and state <> 'PAID'""";

    private static final String RELEASE = """
            update groupbuy_flash_order
               set state = 'RELEASED', ended_at = $2
             where order_id = any($1::uuid[]) and state = 'HELD'
            returning order_id""";

    /** Sorted; whoever takes for the same person at the same time waits, and then counts what the first took. */
    private static final String TAKE = """
            insert into groupbuy_flash_person (sale_id, sku_id, member_id, units)
            select i.sale_id, n.sku_id, n.member_id, n.units
              from unnest($2::uuid[], $3::uuid[], $4::int[]) as n (sku_id, member_id, units)
              join groupbuy_flash_item i on i.sale_id = $1 and i.sku_id = n.sku_id and n.units <= i.per_person_qty
             order by n.sku_id, n.member_id
            on conflict on constraint groupbuy_flash_person_pk do update
               set units = groupbuy_flash_person.units + excluded.units
             where groupbuy_flash_person.units + excluded.units <= (
                   select i.per_person_qty from groupbuy_flash_item i
                    where i.sale_id = excluded.sale_id and i.sku_id = excluded.sku_id)""";

    private static final String GIVE_BACK = """
            with locked as (
                select p.sale_id, p.sku_id, p.member_id, n.units
                  from groupbuy_flash_person p
                  join (select each.sale_id, each.sku_id, each.member_id, sum(each.units)::int as units
                          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[]) as each (sale_id, sku_id, member_id, units)
                         group by each.sale_id, each.sku_id, each.member_id) n
                    on n.sale_id = p.sale_id and n.sku_id = p.sku_id and n.member_id = p.member_id
                 order by p.sale_id, p.sku_id, p.member_id
                   for update of p)
            update groupbuy_flash_person p
               set units = p.units - l.units
              from locked l
             where p.sale_id = l.sale_id and p.sku_id = l.sku_id and p.member_id = l.member_id""";

    private static final String UNITS = """
            select p.sku_id, p.member_id, p.units
              from unnest($2::uuid[], $3::uuid[]) as n (sku_id, member_id)
             cross join lateral (
                   select * from groupbuy_flash_person t
                    where t.sale_id = $1 and t.sku_id = n.sku_id and t.member_id = n.member_id
                   offset 0) p""";

    private static final String KNOWN = """
            select distinct member_id
              from groupbuy_flash_person
             where sale_id = $1 and ($2::uuid is null or member_id > $2)
             order by member_id
             limit $3""";

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

    public Uni<Integer> insert(Tx tx, List<Taken> taken, Instant now) {
        return taken.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        INSERT,
                        taken.stream().map(Taken::order).toList(),
                        taken.stream().map(Taken::sale).toList(),
                        taken.stream().map(Taken::member).toList(),
                        taken.stream().map(Taken::sku).toList(),
                        taken.stream().map(Taken::quantity).toList(),
                        taken.stream().map(Taken::unit).toList(),
                        now,
                        taken.stream().map(Taken::payBy).toList());
    }

    /** What an order has taken, locked, or null. */
    public Uni<Taken> lock(Tx tx, UUID order) {
        return tx.one(COLUMNS + " where order_id = $1 for update", FlashOrderStore::taken, order);
    }

    /** What these orders have taken, locked, sorted. */
    public Uni<List<Taken>> lock(Tx tx, Collection<UUID> orders) {
        return tx.list(
                COLUMNS + " where order_id = any($1::uuid[]) order by order_id for update",
                FlashOrderStore::taken,
                orders);
    }

    public Uni<Integer> pay(Tx tx, UUID order, Instant now) {
        return tx.execute(PAY, order, now);
    }

    /** Lets go what is held of these; answers which orders that were. */
    public Uni<List<UUID>> release(Tx tx, Collection<UUID> orders, Instant now) {
        return tx.list(RELEASE, row -> row.getUUID("order_id"), orders, now);
    }

    /** Counts units against the limits of persons; answers how many of them the sale allowed it. */
    public Uni<Integer> take(Tx tx, FlashSaleId sale, Map<Share, Integer> taken) {
        return taken.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        TAKE,
                        sale,
                        taken.keySet().stream().map(Share::sku).toList(),
                        taken.keySet().stream().map(Share::member).toList(),
                        taken.values());
    }

    public Uni<Integer> giveBack(Tx tx, List<Taken> taken) {
        return taken.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        GIVE_BACK,
                        taken.stream().map(Taken::sale).toList(),
                        taken.stream().map(Taken::sku).toList(),
                        taken.stream().map(Taken::member).toList(),
                        taken.stream().map(Taken::quantity).toList());
    }

    /** What these persons have of a sale; those who have nothing are missing. */
    public Uni<Map<Share, Integer>> units(Sql sql, FlashSaleId sale, Collection<Share> shares) {
        return shares.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : sql.list(
                                UNITS,
                                row -> Map.entry(
                                        new Share(
                                                new SkuId(row.getUUID("sku_id")),
                                                new MemberId(row.getUUID("member_id"))),
                                        row.getInteger("units")),
                                sale,
                                shares.stream().map(Share::sku).toList(),
                                shares.stream().map(Share::member).toList())
                        .map(rows -> rows.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Everybody who ever took something of it, in the order of their ids, behind that one. */
    public Uni<List<UUID>> known(Sql sql, FlashSaleId sale, Optional<UUID> after, int limit) {
        return sql.list(KNOWN, row -> row.getUUID("member_id"), sale, after.orElse(null), limit);
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
