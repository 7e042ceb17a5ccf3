package cn.siyu.bench;

import cn.siyu.bench.AnchorDatabase.Kind;
import java.util.Map;
import java.util.Set;

/** Orders of the past, in the shop's own database: placed like others and cancelled since. */
final class History {

    static final String NAME = "history_cost";

    private static final int AT_ONCE = 5_000;

    private static final Map<String, String> CANCELLED = Map.of(
            "trade_order.state", "'CANCELLED'",
            "trade_order.cancelled_at", "timestamptz '2026-01-01 00:00:00+00'",
            "trade_order.cancelled_by", "'BUYER'",
            "trade_order.due_at", "null",
            "inventory_reservation.state", "'RELEASED'");

    /** What is swept away soon is no history. */
    private static final Set<String> SHORT_LIVED = Set.of("kernel_outbox", "inventory_stock");

    private final Installation shop;
    private final Kind ordinary;

    History(Installation shop, Kind ordinary) {
        this.shop = shop;
        this.ordinary = ordinary;
    }

    /** Writes as many as are missing. */
    void growTo(int orders) {
        var missing = orders - shop.number("select count(*) from trade_order");
        for (var r = 0; missing > 0; r++) {
            var now = (int) Math.min(AT_ONCE, missing);
            shop.execute(OrderSql.of(ordinary.shape(), now, ordinary.picks(), CANCELLED, SHORT_LIVED)
                    .replace(":r", "" + r));
            missing -= now;
        }
        shop.execute("analyze");
    }
}
