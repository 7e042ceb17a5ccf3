package cn.siyu.trade.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.domain.Wanted;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** The carts of members: one row per member and SKU. */
@Singleton
public class CartStore {

    private static final String OF_MEMBER = """
            select id, sku_id, quantity, added_at
              from trade_cart_item
             where member_id = $1
             order by added_at desc, id desc
             limit 100""";

    private static final String CLEAR = "delete from trade_cart_item where member_id = $1";

    private static final String FILL = """
            insert into trade_cart_item (id, member_id, sku_id, quantity, added_at)
            select id, $2, sku_id, quantity, $5
              from unnest($1::uuid[], $3::uuid[], $4::int[]) as n (id, sku_id, quantity)""";

    private static final String ADD = """
            insert into trade_cart_item (id, member_id, sku_id, quantity, added_at)
            values ($1, $2, $3, $4, $5)
            on conflict on constraint trade_cart_item_sku_uk do update
               set quantity = least(999, trade_cart_item.quantity + excluded.quantity), added_at = excluded.added_at
            returning id, sku_id, quantity, added_at""";

    private static final String RAISE = """
            insert into trade_cart_item (id, member_id, sku_id, quantity, added_at)
            select id, $2, sku_id, quantity, $5
              from unnest($1::uuid[], $3::uuid[], $4::int[]) as n (id, sku_id, quantity)
            on conflict on constraint trade_cart_item_sku_uk do update
               set quantity = greatest(trade_cart_item.quantity, excluded.quantity), added_at = excluded.added_at""";

    private static final String COUNT = "select count(*) as n from trade_cart_item where member_id = $1";

    private static final String CHANGE = "update trade_cart_item set quantity = $3 where id = $1 and member_id = $2";

    private static final String REMOVE = "delete from trade_cart_item where id = $1 and member_id = $2";

    /** One line of a cart. */
    public record Item(UUID id, SkuId sku, int quantity, Instant addedAt) {}

    public Uni<List<Item>> ofMember(Sql sql, MemberId member) {
        return sql.list(OF_MEMBER, CartStore::item, member);
    }

    /** Replaces the whole cart; the lines are merged by SKU already. */
    public Uni<Void> replace(Tx tx, MemberId member, List<Wanted> lines, Instant now) {
        return tx.execute(CLEAR, member)
                .chain(() -> lines.isEmpty() ? Uni.createFrom().item(0) : fill(tx, member, lines, now))
                .replaceWithVoid();
    }

    private static Uni<Integer> fill(Tx tx, MemberId member, List<Wanted> lines, Instant now) {
        return write(tx, FILL, member, lines, now);
    }

    /** Each SKU once; a line with more units keeps them. */
    public Uni<Integer> raise(Tx tx, MemberId member, List<Wanted> lines, Instant now) {
        return write(tx, RAISE, member, lines, now);
    }

    private static Uni<Integer> write(Tx tx, String statement, MemberId member, List<Wanted> lines, Instant now) {
        return tx.execute(
                statement,
                Stream.generate(Ids::next).limit(lines.size()).toList(),
                member,
                lines.stream().map(Wanted::sku).toList(),
                lines.stream().map(Wanted::quantity).toList(),
                now);
    }

    public Uni<Item> add(Tx tx, UUID id, MemberId member, Wanted line, Instant now) {
        return tx.one(ADD, CartStore::item, id, member, line.sku(), line.quantity(), now);
    }

    public Uni<Long> count(Sql sql, MemberId member) {
        return sql.one(COUNT, row -> row.getLong("n"), member);
    }

    public Uni<Integer> change(Tx tx, MemberId member, UUID item, int quantity) {
        return tx.execute(CHANGE, item, member, quantity);
    }

    public Uni<Integer> remove(Tx tx, MemberId member, UUID item) {
        return tx.execute(REMOVE, item, member);
    }

    private static Item item(Row row) {
        return new Item(
                row.getUUID("id"),
                new SkuId(row.getUUID("sku_id")),
                row.getInteger("quantity"),
                Columns.instant(row, "added_at"));
    }
}
