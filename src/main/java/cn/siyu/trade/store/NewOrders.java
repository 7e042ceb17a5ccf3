package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.domain.SoldLine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes whole batches of new orders: one statement per table, however many there are. */
@Singleton
public class NewOrders {

    private static final String INSERT_ORDERS = """
        insert into trade_order (
               id, order_no, member_id, state, goods_fen, freight_fen, address_id, region_code, region_text,
               recipient_sealed, phone_sealed, detail_sealed, placed_at, pay_by, due_at, buyer_keys, coupons)
        select id, order_no, member_id, 'PENDING_PAYMENT', goods_fen, freight_fen, address_id, region_code, region_text,
               recipient_sealed, phone_sealed, detail_sealed, $13, pay_by, pay_by, string_to_array(buyer_keys, ' '),
               coupons
          from unnest($1::uuid[], $2::text[], $3::uuid[], $4::bigint[], $5::bigint[], $6::uuid[], $7::text[], $8::text[],
                      $9::text[], $10::text[], $11::text[], $12::timestamptz[], $14::text[], $15::boolean[])
               as n (id, order_no, member_id, goods_fen, freight_fen, address_id, region_code, region_text,
                     recipient_sealed, phone_sealed, detail_sealed, pay_by, buyer_keys, coupons)\
        """;

    private static final String INSERT_LINES = """
        insert into trade_order_line (
               id, order_id, position, sku_id, spu_id, sku_code, title, spec_text, image_url, weight_grams, unit_fen,
               price_list_id, supplier_id, return_policy, exclusion_confirmed, regulatory_class, shown_text, quantity, list_fen,
               category_ids, components, discount_fen)
        select id, order_id, position, sku_id, spu_id, sku_code, title, spec_text, image_url, weight_grams, unit_fen,
               price_list_id, supplier_id, return_policy, exclusion_confirmed, regulatory_class, shown_text, quantity, list_fen,
               string_to_array(category_ids, ' ')::uuid[], components::jsonb, discount_fen
          from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[],
                      $9::text[], $10::bigint[], $11::bigint[], $12::uuid[], $13::text[]::uuid[], $14::text[],
                      $15::boolean[], $16::text[], $17::text[], $18::int[], $19::bigint[], $20::text[], $21::text[], $22::bigint[])
               as n (id, order_id, position, sku_id, spu_id, sku_code, title, spec_text, image_url, weight_grams, unit_fen,
                     price_list_id, supplier_id, return_policy, exclusion_confirmed, regulatory_class, shown_text, quantity,
                     list_fen, category_ids, components, discount_fen)\
        """;

    /** Locked sorted: two orders of one member at once do not wait for each other crosswise. */
    private static final String TAKE_OUT_OF_CARTS = """
        with bought as (
            select c.member_id, c.sku_id
              from unnest($1::uuid[], $2::uuid[]) as n (member_id, sku_id)
              join trade_cart_item c on c.member_id = n.member_id and c.sku_id = n.sku_id
             where c.member_id = any($1::uuid[])
             order by c.member_id, c.sku_id
               for update of c)
        delete from trade_cart_item c
         using bought b
         where c.member_id = b.member_id and c.sku_id = b.sku_id\
        """;

    private final OrderBackground background;
    private final SpentCoupons coupons;

    @Inject
    NewOrders(OrderBackground background, SpentCoupons coupons) {
        this.background = background;
        this.coupons = coupons;
    }

    /** A line together with the order that it belongs to. */
    private record Placed(UUID order, OrderLine line) {
        <T> T sold(Function<SoldLine, T> value) {
            return value.apply(line.sold());
        }
    }

    public Uni<Void> insert(Tx tx, List<NewOrder> orders, Instant now) {
        var lines = orders.stream()
                .flatMap(order -> order.order().lines().stream()
                        .map(line -> new Placed(order.order().id().value(), line)))
                .toList();
        return tx.together(
                () -> insertOrders(tx, orders, now),
                () -> insertLines(tx, lines),
                () -> background.insert(tx, orders, now),
                () -> coupons.insert(tx, orders),
                () -> takeOutOfCarts(
                        tx, orders.stream().filter(NewOrder::fromCart).toList()));
    }

    private static Uni<Integer> insertOrders(Tx tx, List<NewOrder> orders, Instant now) {
        return tx.execute(
                INSERT_ORDERS,
                orders.stream().map(each -> each.order().id()).toList(),
                orders.stream().map(each -> each.order().number()).toList(),
                orders.stream().map(each -> each.order().member()).toList(),
                orders.stream().map(each -> each.order().money().goods()).toList(),
                orders.stream().map(each -> each.order().money().freight()).toList(),
                orders.stream().map(each -> each.address().id()).toList(),
                orders.stream().map(each -> each.address().regionCode()).toList(),
                orders.stream().map(each -> each.address().regionText()).toList(),
                orders.stream().map(each -> each.address().recipientSealed()).toList(),
                orders.stream().map(each -> each.address().phoneSealed()).toList(),
                orders.stream().map(each -> each.address().detailSealed()).toList(),
                orders.stream().map(NewOrder::payBy).toList(),
                now,
                orders.stream()
                        .map(each -> String.join(" ", each.order().standing().buyerKeys()))
                        .toList(),
                orders.stream().map(each -> each.order().standing().coupons()).toList());
    }

    private static Uni<Integer> insertLines(Tx tx, List<Placed> lines) {
        return tx.execute(
                INSERT_LINES,
                lines.stream().map(each -> each.line().id()).toList(),
                lines.stream().map(Placed::order).toList(),
                lines.stream().map(each -> each.line().position()).toList(),
                lines.stream().map(each -> each.sold(SoldLine::sku)).toList(),
                lines.stream().map(each -> each.sold(SoldLine::spu)).toList(),
                lines.stream().map(each -> each.sold(SoldLine::skuCode)).toList(),
                lines.stream().map(each -> each.sold(SoldLine::title)).toList(),
                lines.stream().map(each -> each.sold(SoldLine::specText)).toList(),
                texts(lines, each -> each.sold(SoldLine::imageUrl)),
                lines.stream().map(each -> each.sold(SoldLine::weightGrams)).toList(),
                lines.stream().map(each -> each.sold(SoldLine::unitPrice)).toList(),
                lines.stream().map(each -> each.sold(SoldLine::priceList)).toList(),
                texts(lines, each -> each.sold(sold -> sold.supplier().map(UUID::toString))),
                lines.stream().map(each -> each.sold(SoldLine::returnPolicy)).toList(),
                lines.stream()
                        .map(each -> each.sold(SoldLine::exclusionConfirmed))
                        .toList(),
                lines.stream().map(each -> each.sold(SoldLine::regulatoryClass)).toList(),
                lines.stream().map(each -> each.sold(SoldLine::shownText)).toList(),
                lines.stream().map(each -> each.line().quantity()).toList(),
                lines.stream().map(each -> each.sold(SoldLine::listPrice)).toList(),
                lines.stream()
                        .map(each -> each.sold(sold ->
                                sold.categories().stream().map(UUID::toString).collect(Collectors.joining(" "))))
                        .toList(),
                lines.stream()
                        .map(each -> each.sold(sold -> OrderLines.json(sold.components())))
                        .toList(),
                lines.stream().map(each -> each.line().discount()).toList());
    }

    private static Uni<Integer> takeOutOfCarts(Tx tx, List<NewOrder> orders) {
        var members = orders.stream()
                .flatMap(each ->
                        each.order().lines().stream().map(_ -> each.order().member()))
                .toList();
        var skus = orders.stream()
                .flatMap(each ->
                        each.order().lines().stream().map(line -> line.sold().sku()))
                .toList();
        return skus.isEmpty() ? Uni.createFrom().item(0) : tx.execute(TAKE_OUT_OF_CARTS, members, skus);
    }

    /** Absent values travel as nulls of a text array: an array of nothing but nulls has no other type. */
    private static @Nullable String[] texts(List<Placed> lines, Function<Placed, Optional<String>> value) {
        var texts = new @Nullable String[lines.size()];
        for (var i = 0; i < texts.length; i++) {
            texts[i] = value.apply(lines.get(i)).orElse(null);
        }
        return texts;
    }
}
