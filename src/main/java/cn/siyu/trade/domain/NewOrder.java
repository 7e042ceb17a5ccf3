package cn.siyu.trade.domain;

import cn.siyu.inventory.Stock.Demand;
import java.time.Instant;
import java.util.List;

/**
 * An order about to be written: nothing of it needs to be read any more, so that many can be written by one transaction.
 *
 * @param fromCart its SKUs leave the member's cart when it is placed
 */
public record NewOrder(Order order, SealedAddress address, Instant payBy, boolean fromCart) {

    public List<Demand> demands() {
        return order.lines().stream()
                .map(line -> new Demand(order.id().value(), line.sold().sku(), line.quantity()))
                .toList();
    }
}
