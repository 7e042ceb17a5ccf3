package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.CouponType;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.SpentCoupon;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which coupons took how much off which line, and who pays for it: written with the order, never changed. */
@Singleton
public class SpentCoupons {

    private static final String INSERT = """
            insert into trade_order_coupon (
                   order_id, coupon_id, template_id, name, type, bearer, bearer_id, goods_fen, freight_fen)
            select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[],
                                 $7::text[]::uuid[], $8::bigint[], $9::bigint[])""";

    private static final String INSERT_LINES = """
            insert into trade_line_discount (line_id, coupon_id, amount_fen)
            select * from unnest($1::uuid[], $2::uuid[], $3::bigint[])""";

    private static final String OF_ORDER = """
            select coupon_id, template_id, name, type, bearer, bearer_id, goods_fen, freight_fen
              from trade_order_coupon
             where order_id = $1
             order by coupon_id""";

    private record Spent(NewOrder order, Taken taken) {}

    private record Share(UUID line, UUID coupon, Money amount) {}

    Uni<Void> insert(Tx tx, List<NewOrder> orders) {
        var spent = orders.stream()
                .flatMap(order -> order.coupons().stream().map(taken -> new Spent(order, taken)))
                .toList();
        return spent.isEmpty()
                ? Uni.createFrom().voidItem()
                : write(tx, spent)
                        .chain(() -> shares(
                                tx,
                                spent.stream()
                                        .flatMap(each -> shares(each).stream())
                                        .toList()))
                        .replaceWithVoid();
    }

    private static Uni<Integer> write(Tx tx, List<Spent> spent) {
        return tx.execute(
                INSERT,
                spent.stream().map(each -> each.order().order().id()).toList(),
                spent.stream().map(each -> each.taken().coupon()).toList(),
                spent.stream().map(each -> each.taken().template()).toList(),
                spent.stream().map(each -> each.taken().name()).toList(),
                spent.stream().map(each -> each.taken().type()).toList(),
                spent.stream().map(each -> each.taken().bearer()).toList(),
                bearers(spent),
                spent.stream().map(each -> each.taken().offGoods()).toList(),
                spent.stream().map(each -> each.taken().offFreight()).toList());
    }

    private static Uni<Integer> shares(Tx tx, List<Share> shares) {
        return shares.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        INSERT_LINES,
                        shares.stream().map(Share::line).toList(),
                        shares.stream().map(Share::coupon).toList(),
                        shares.stream().map(Share::amount).toList());
    }

    private static List<Share> shares(Spent spent) {
        var lines = spent.order().order().lines();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> new Share(
                        lines.get(i).id(),
                        spent.taken().coupon().value(),
                        spent.taken().offLines().get(i)))
                .filter(share -> share.amount().isPositive())
                .toList();
    }

    /** Absent ones travel as nulls of a text array: an array of nothing but nulls has no other type. */
    private static @Nullable String[] bearers(List<Spent> spent) {
        var texts = new @Nullable String[spent.size()];
        for (var i = 0; i < texts.length; i++) {
            texts[i] = spent.get(i).taken().bearerId().map(UUID::toString).orElse(null);
        }
        return texts;
    }

    public Uni<List<SpentCoupon>> ofOrder(Sql sql, OrderId order) {
        return sql.list(OF_ORDER, SpentCoupons::spent, order);
    }

    private static SpentCoupon spent(Row row) {
        return new SpentCoupon(
                row.getUUID("coupon_id"),
                row.getUUID("template_id"),
                row.getString("name"),
                Columns.constant(row, "type", CouponType.class),
                Columns.constant(row, "bearer", CostBearer.class),
                Optional.ofNullable(row.getUUID("bearer_id")),
                Columns.money(row, "goods_fen"),
                Columns.money(row, "freight_fen"));
    }
}
