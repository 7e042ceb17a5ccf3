package cn.siyu.trade.app;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.Coupons;
import cn.siyu.promotion.Coupons.Purse;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.Unpaid;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * What becomes of coupons when something becomes of their order (H3), in the order's own transaction: after stock and
 * limits, before the order is saved. Orders without coupons cost nothing here.
 */
@Singleton
class CarryCoupons {

    private final Coupons coupons;

    @Inject
    CarryCoupons(Coupons coupons) {
        this.coupons = coupons;
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
        return order.standing().coupons() ? coupons.letGo(tx, List.of(order.id().value()), now) : nothing();
    }

    /** The same of many: of those that were placed with coupons. */
    Uni<Void> letGo(Tx tx, List<Unpaid> orders, Instant now) {
        var withCoupons = orders.stream()
                .filter(Unpaid::coupons)
                .map(order -> order.id().value())
                .toList();
        return withCoupons.isEmpty() ? nothing() : coupons.letGo(tx, withCoupons, now);
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
