package cn.siyu.trade.store;

import cn.siyu.catalog.Component;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.SoldLine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/** Reads lines of orders. */
final class OrderLines {

    static final String OF_ORDER = """
            select id, position, sku_id, spu_id, sku_code, title, spec_text, image_url, weight_grams, unit_fen, list_fen, price_list_id,
                   category_ids, supplier_id, return_policy, exclusion_confirmed, regulatory_class, shown_text, components, quantity, shipped, withdrawn,
                   claimed, refunded, claimed_fen, discount_fen + adjusted_fen + rebate_fen as discount_fen
              from trade_order_line
             where order_id = $1
             order by position""";

    private OrderLines() {}

    static OrderLine line(Row row) {
        return new OrderLine(
                row.getUUID("id"),
                row.getInteger("position"),
                sold(row),
                row.getInteger("quantity"),
                Columns.money(row, "discount_fen"),
                row.getInteger("shipped"),
                row.getInteger("withdrawn"),
                row.getInteger("claimed"),
                row.getInteger("refunded"),
                Columns.money(row, "claimed_fen"));
    }

    private static SoldLine sold(Row row) {
        return new SoldLine(
                new SkuId(row.getUUID("sku_id")),
                row.getUUID("spu_id"),
                row.getString("sku_code"),
                row.getString("title"),
                row.getString("spec_text"),
                Optional.ofNullable(row.getString("image_url")),
                row.getLong("weight_grams"),
                Columns.money(row, "unit_fen"),
                Columns.money(row, "list_fen"),
                row.getUUID("price_list_id"),
                List.of(row.getArrayOfUUIDs("category_ids")),
                Optional.ofNullable(row.getUUID("supplier_id")),
                Columns.constant(row, "return_policy", ReturnPolicy.class),
                Columns.constant(row, "regulatory_class", RegulatoryClass.class),
                row.getBoolean("exclusion_confirmed"),
                row.getString("shown_text"),
                components(row.getJsonArray("components")));
    }

    private static List<Component> components(JsonArray parts) {
        return IntStream.range(0, parts.size())
                .mapToObj(parts::getJsonObject)
                .map(part -> new Component(
                        new SkuId(UUID.fromString(part.getString("sku"))),
                        part.getString("skuCode"),
                        part.getString("title"),
                        part.getInteger("units")))
                .toList();
    }

    /** The same as text, for a column of JSON. */
    static String json(SoldLine sold) {
        var parts = new JsonArray();
        sold.components()
                .forEach(part -> parts.add(new JsonObject()
                        .put("sku", part.sku().value().toString())
                        .put("skuCode", part.skuCode())
                        .put("title", part.title())
                        .put("units", part.units())));
        return parts.encode();
    }
}
