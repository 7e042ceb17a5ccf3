package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.Origin;
import cn.siyu.trade.SoldOrder;
import cn.siyu.trade.Terms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Orders as contexts above read them: as they were sold, many at a time. */
@Singleton
public class SoldOrders {

    private static final String ORDERS =
            """
            select o.id, o.order_no, o.member_id, o.placed_at, o.freight_fen, o.firm_at, o.first_order, d.leader_order_id,
                   d.member_id as led_by, d.distributor_id as led_distributor_id, d.share_bp as led_bp, d.instead as led_instead,
            """ + OrderBackground.TERMS_COLUMNS + ",\n" + OrderBackground.ORIGIN_COLUMNS + """

              from trade_order o
              left join trade_order_terms t on t.order_id = o.id
              left join trade_order_origin g on g.order_id = o.id
              left join trade_order_led d on d.order_id = o.id
             where o.id = any($1::uuid[])
             order by o.id""";

    private static final String LINES = """
            select order_id, id, sku_id, spu_id, title, category_ids, quantity, list_fen, unit_fen,
                   discount_fen + adjusted_fen as discount_fen
              from trade_order_line
             where order_id = any($1::uuid[])
             order by order_id, position""";

    private static final String UNDER_CLAIM = """
            select distinct order_id
              from trade_after_sale
             where order_id = any($1::uuid[]) and state in ('APPLIED', 'SELLER_AGREED', 'BUYER_SENT', 'SELLER_RECEIVED', 'REFUNDING')""";

    private static final String STATES = "select id, state from trade_order where id = any($1::uuid[])";

    private static final String BACKGROUND =
            "select " + OrderBackground.TERMS_COLUMNS + ",\n" + OrderBackground.ORIGIN_COLUMNS + """

              from trade_order o
              left join trade_order_terms t on t.order_id = o.id
              left join trade_order_origin g on g.order_id = o.id
             where o.id = $1""";

    private static final String KOC_ORIGINS = "select g.order_id, " + OrderBackground.ORIGIN_COLUMNS
            + " from trade_order_origin g where g.order_id = any($1::uuid[]) and g.koc_id is not null";

    private final OrderBackground background;

    @Inject
    SoldOrders(OrderBackground background) {
        this.background = background;
    }

    /** Where an order came from and on which terms it was sold. */
    public record Background(Origin origin, Optional<Terms> terms) {}

    private record LineOf(UUID order, SoldOrder.Line line) {
        static LineOf of(Row row) {
            int quantity = row.getInteger("quantity");
            return new LineOf(
                    row.getUUID("order_id"),
                    new SoldOrder.Line(
                            row.getUUID("id"),
                            row.getUUID("sku_id"),
                            row.getUUID("spu_id"),
                            row.getString("title"),
                            List.of(row.getArrayOfUUIDs("category_ids")),
                            quantity,
                            Columns.money(row, "list_fen").times(quantity),
                            Columns.money(row, "unit_fen").times(quantity).minus(Columns.money(row, "discount_fen"))));
        }
    }

    public Uni<List<SoldOrder>> sold(Sql sql, Collection<UUID> orders) {
        if (orders.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return sql.list(LINES, LineOf::of, orders)
                .map(lines -> lines.stream()
                        .collect(Collectors.groupingBy(
                                LineOf::order, Collectors.mapping(LineOf::line, Collectors.toList()))))
                .chain(lines -> sql.list(ORDERS, row -> sold(row, lines), orders));
    }

    public Uni<Set<UUID>> underClaim(Sql sql, Collection<UUID> orders) {
        return orders.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : sql.list(UNDER_CLAIM, row -> row.getUUID("order_id"), orders).map(HashSet::new);
    }

    public Uni<Map<UUID, String>> states(Sql sql, Collection<UUID> orders) {
        return orders.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : sql.list(STATES, row -> Map.entry(row.getUUID("id"), row.getString("state")), orders)
                        .map(rows -> {
                            var states = new HashMap<UUID, String>();
                            rows.forEach(row -> states.put(row.getKey(), row.getValue()));
                            return states;
                        });
    }

    /** Of an order that exists. */
    public Uni<Background> background(Sql sql, OrderId order) {
        return sql.one(BACKGROUND, row -> new Background(background.origin(row), OrderBackground.terms(row)), order);
    }

    /** Where those of these orders came from on which a KOC has a claim. */
    public Uni<Map<UUID, Origin>> broughtByKocs(Sql sql, Collection<UUID> orders) {
        return sql.list(KOC_ORIGINS, row -> Map.entry(row.getUUID("order_id"), background.origin(row)), orders)
                .map(found -> found.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    private SoldOrder sold(Row row, Map<UUID, List<SoldOrder.Line>> lines) {
        var id = row.getUUID("id");
        return new SoldOrder(
                id,
                row.getString("order_no"),
                row.getUUID("member_id"),
                Columns.instant(row, "placed_at"),
                lines.getOrDefault(id, List.of()),
                Columns.money(row, "freight_fen"),
                background.origin(row),
                OrderBackground.terms(row),
                Columns.optionalInstant(row, "firm_at")
                        .map(at -> new SoldOrder.Firm(at, row.getBoolean("first_order"))),
                LedOrders.led(row));
    }
}
