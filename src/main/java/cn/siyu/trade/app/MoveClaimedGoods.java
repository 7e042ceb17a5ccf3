package cn.siyu.trade.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.AfterSale.State;
import cn.siyu.trade.domain.AfterSale.Type;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.store.AfterSaleStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a step of a claim does to the stock: goods come back to where they left from, and what an exchange gives is kept under the
 * claim's own id from the yes to the parcel. A step moves the stock of one holder only, so steps cannot wait for each other in
 * a ring.
 */
@Singleton
class MoveClaimedGoods {

    /** Until it is confirmed, in the same transaction. */
    private static final Duration A_MOMENT = Duration.ofMinutes(1);

    private final Stock stock;
    private final AfterSaleStore afterSales;

    @Inject
    MoveClaimedGoods(Stock stock, AfterSaleStore afterSales) {
        this.stock = stock;
        this.afterSales = afterSales;
    }

    /** @param seen somebody has looked at what came back; otherwise it stays off the shelf until it is counted */
    Uni<Void> move(Tx tx, Order order, AfterSale before, AfterSale next, boolean seen, Instant now) {
        if (seen && comesBack(before, next)) {
            return putBack(tx, order, next, now);
        }
        if (before.type() != Type.EXCHANGE) {
            return Uni.createFrom().voidItem();
        }
        return switch (next.type() == Type.EXCHANGE ? next.state() : State.REFUNDING) {
            case SELLER_AGREED -> keep(tx, next, now);
            case DONE -> leave(tx, next, now);
            case APPLIED, BUYER_SENT, SELLER_RECEIVED -> Uni.createFrom().voidItem();
            case REFUNDING, BUYER_CANCELLED, SELLER_REJECTED, RECEIPT_REFUSED ->
                stock.release(tx, List.of(next.id().value()), "nothing is given in exchange", now);
        };
    }

    private static boolean comesBack(AfterSale before, AfterSale next) {
        return switch (next.state()) {
            case SELLER_RECEIVED -> true;
            case REFUNDING -> next.type() == Type.RETURN_REFUND && before.state() != State.SELLER_RECEIVED;
            case APPLIED, SELLER_AGREED, BUYER_SENT, DONE, BUYER_CANCELLED, SELLER_REJECTED, RECEIPT_REFUSED -> false;
        };
    }

    /** What an exchange gave comes back as that, under the exchange that it left for. */
    private Uni<Void> putBack(Tx tx, Order order, AfterSale claim, Instant now) {
        var reference = claim.id().value().toString();
        return claim.from().isEmpty()
                ? stock.putBack(tx, order.id().value(), ShipOrder.bySku(order, claim.units()), reference, now)
                : afterSales
                        .find(tx, claim.from().get())
                        .chain(came ->
                                stock.putBack(tx, came.id().value(), given(came, claim.units()), reference, now));
    }

    private Uni<Void> keep(Tx tx, AfterSale claim, Instant now) {
        var holder = claim.id().value();
        var demands = given(claim, claim.units()).entrySet().stream()
                .map(each -> new Demand(holder, each.getKey(), each.getValue(), Optional.empty()))
                .toList();
        return stock.take(tx, demands, now.plus(A_MOMENT), now)
                .invoke(shortages -> shortages.stream().findFirst().ifPresent(lacking -> {
                    throw new Refused(
                            InventoryProblem.STOCK_SHORT,
                            "%d units of SKU %s are needed for the exchange, there are %d"
                                    .formatted(lacking.wanted(), lacking.sku().value(), lacking.saleable()));
                }))
                .chain(() -> stock.confirm(tx, holder, now));
    }

    private Uni<Void> leave(Tx tx, AfterSale claim, Instant now) {
        var id = claim.id().value();
        return stock.deduct(tx, id, given(claim, claim.units()), id.toString(), now);
    }

    /** What an exchange gives for so many units of its lines. */
    private static Map<SkuId, Integer> given(AfterSale exchange, Map<UUID, Integer> units) {
        var bySku = new HashMap<SkuId, Integer>();
        exchange.lines()
                .forEach(line -> line.instead()
                        .filter(_ -> units.containsKey(line.line()))
                        .ifPresent(what -> what.stock(units.getOrDefault(line.line(), 0))
                                .forEach((sku, pieces) -> bySku.merge(sku, pieces, Integer::sum))));
        return bySku;
    }
}
