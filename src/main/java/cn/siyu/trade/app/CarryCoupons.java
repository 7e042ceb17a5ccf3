package cn.siyu.trade.app;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.Coupons;
import cn.siyu.promotion.Coupons.Purse;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.domain.NewOrder;
import cn.siyu.trade.domain.Order;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
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

    /** For an order that has its goods. Refused as COUPON_TAKEN when one is not there any more: then nothing is written. */
    Uni<Void> hold(Tx tx, NewOrder placed, Instant now) {
        return placed.coupons().isEmpty()
                ? nothing()
                : coupons.hold(tx, placed.order().member(), placed.order().id().value(), ids(placed.coupons()), now);
    }

    /** What many orders want to take, locked: they are decided in turn. */
    Uni<Purse> purse(Tx tx, Collection<Taken> wanted, Instant now) {
        return coupons.purse(tx, ids(wanted), now);
    }

    static List<CouponId> ids(Collection<Taken> taken) {
        return taken.stream().map(Taken::coupon).distinct().toList();
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
