package cn.siyu.trade.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sold goods by whom they come from: what is still to ship, and what they cost. */
@Singleton
public class SupplierGoods {

    private static final String OPEN = """
              from trade_order o
              join trade_order_line l on l.order_id = o.id
             where o.state in ('TO_SHIP', 'PARTLY_SHIPPED') and l.shipped + l.withdrawn < l.quantity
               and ($1::uuid is null or l.supplier_id = $1) and (not $2 or l.supplier_id is null)
            """;

    private static final String TO_SHIP = """
            select o.id, o.order_no, o.paid_at, o.region_text, l.supplier_id,
                   array_agg(l.id order by l.position) as line_ids, array_agg(l.sku_code order by l.position) as codes,
                   array_agg(l.title || ' ' || l.spec_text order by l.position) as titles,
                   array_agg(l.quantity - l.shipped - l.withdrawn order by l.position) as units
            """ + OPEN + """
             group by o.id, l.supplier_id
             order by o.paid_at, o.id, l.supplier_id
             limit $3 offset $4""";

    private static final String COUNT = "select count(distinct (o.id, l.supplier_id)) as total" + OPEN;

    private static final String UNCOSTED = """
            select id, sku_id
              from trade_order_line
             where supplier_id is not null and cost_at is null
             order by id
             limit $1""";

    private static final String NOTE_COSTS = """
            update trade_order_line l
               set cost_fen = n.cost_fen::bigint, cost_at = $3
              from unnest($1::uuid[], $2::text[]) as n (id, cost_fen)
             where l.id = n.id and l.cost_at is null""";

    /** A line and its SKU. */
    public record Uncosted(UUID line, SkuId sku) {}

    /** What one supplier, or the shop itself, still has to send of an order. */
    public record ToShip(
            UUID order, String orderNo, Instant paidAt, String regionText, Optional<UUID> supplier, List<Part> parts) {}

    /** Units of one order line that are still to ship. */
    public record Part(UUID line, String skuCode, String title, int units) {}

    /** The oldest payments first. @param own only what no supplier delivers */
    public Uni<List<ToShip>> toShip(Sql sql, @Nullable UUID supplier, boolean own, int page, int size) {
        return sql.list(TO_SHIP, SupplierGoods::toShip, supplier, own, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable UUID supplier, boolean own) {
        return sql.one(COUNT, row -> row.getLong("total"), supplier, own);
    }

    /** Lines beside which no cost has been noted yet, the oldest first. */
    public Uni<List<Uncosted>> uncosted(Sql sql, int limit) {
        return sql.list(UNCOSTED, row -> new Uncosted(row.getUUID("id"), new SkuId(row.getUUID("sku_id"))), limit);
    }

    /** Notes each once, also that there is none. */
    public Uni<Integer> noteCosts(Tx tx, List<Uncosted> lines, Map<SkuId, Money> costs, Instant now) {
        return tx.execute(
                NOTE_COSTS,
                lines.stream().map(Uncosted::line).toList(),
                lines.stream().map(each -> text(costs.get(each.sku()))).toArray(String[]::new),
                now);
    }

    private static @Nullable String text(@Nullable Money cost) {
        return cost == null ? null : Long.toString(cost.fen());
    }

    private static ToShip toShip(Row row) {
        var lines = row.getArrayOfUUIDs("line_ids");
        var codes = row.getArrayOfStrings("codes");
        var titles = row.getArrayOfStrings("titles");
        var units = row.getArrayOfIntegers("units");
        return new ToShip(
                row.getUUID("id"),
                row.getString("order_no"),
                Columns.instant(row, "paid_at"),
                row.getString("region_text"),
                Optional.ofNullable(row.getUUID("supplier_id")),
                IntStream.range(0, lines.length)
                        .mapToObj(i -> new Part(lines[i], codes[i], titles[i], units[i]))
                        .toList());
    }
}
