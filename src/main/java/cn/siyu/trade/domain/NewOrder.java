package cn.siyu.trade.domain;

import cn.siyu.inventory.Stock.Demand;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.Origin;
import cn.siyu.trade.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order about to be written: nothing of it needs to be read any more, so that many can be written by one transaction.
 *
 * @param fromCart its SKUs leave the member's cart when it is placed
 * @param coupons what each coupon takes off, by line and of the freight; the lines carry it already
 * @param terms of the activity through which it is sold; its stock comes out of that activity's allotment
 * @param trace of the request that places it, so that what it causes is found under the same id
 */
public record NewOrder(
        Order order,
        SealedAddress address,
        Instant payBy,
        boolean fromCart,
        Origin origin,
        Optional<Terms> terms,
        List<Taken> coupons,
        Optional<String> trace) {

    /** Bundles and single units of one SKU are added up by whoever keeps the stock. */
    public List<Demand> demands() {
        var activity = terms.map(Terms::activity);
        return order.lines().stream()
                .flatMap(line -> line.sold().stock(line.quantity()).entrySet().stream())
                .map(units -> new Demand(order.id().value(), units.getKey(), units.getValue(), activity))
                .toList();
    }
}
