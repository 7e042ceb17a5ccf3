package cn.siyu.trade.app;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.Coupons;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Order;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of coupons when something becomes of their order (H3), in the order's own transaction: after stock and
 * limits, before the order is saved. Orders without coupons cost nothing here.
 */
@ApplicationScoped
class CarryCoupons {

    private final Coupons coupons;

    @Inject
    CarryCoupons(Coupons coupons) {
        this.coupons = coupons;
    }

    /** Refused as COUPON_TAKEN when one is not there any more: then nothing is written. */
    Uni<Void> hold(Tx tx, NewOrder placed, Instant now) {
        return placed.coupons().isEmpty()
                ? nothing()
                : coupons.hold(
                        tx,
                        placed.order().member(),
                        placed.order().id().value(),
                        placed.coupons().stream().map(Taken::coupon).toList(),
                        now);
    }

    /** The same for those of a batch that were placed; of a coupon that is taken nothing of the batch is written. */
    Uni<Void> holdAll(Tx tx, List<PlaceOrders.Placement> placements, Instant now) {
        var all = nothing();
        for (var each : placements) {
            if (each instanceof PlaceOrders.Placement.Placed(var placed)
                    && !placed.coupons().isEmpty()) {
                all = all.chain(() -> hold(tx, placed, now));
            }
        }
        return all;
    }

    /** The order ends unpaid. */
    Uni<Void> letGo(Tx tx, Order order, Instant now) {
        return order.standing().coupons() ? coupons.letGo(tx, order.id().value(), now) : nothing();
    }

    /** Money has come, perhaps late: false when a coupon that was let go is somewhere else by now. */
    Uni<Boolean> retake(Tx tx, Order order, Instant now) {
        return order.standing().coupons()
                ? coupons.retake(tx, order.id().value(), now)
                : Uni.createFrom().item(true);
    }

    /** The order is paid. */
    Uni<Void> use(Tx tx, Order order, Instant now) {
        return order.standing().coupons() ? coupons.use(tx, order.id().value(), now) : nothing();
    }

    /** All of the order went back; what was given for it goes back too, so every order is asked about. */
    Uni<Void> giveBack(Tx tx, Order order, Instant now) {
        return coupons.giveBack(tx, order.id().value(), now);
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
