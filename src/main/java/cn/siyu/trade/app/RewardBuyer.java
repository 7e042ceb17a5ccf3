package cn.siyu.trade.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.Coupons;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * Lets promotion give what it gives for a paid order (H5). Promotion stands below trade and cannot hear its events; and inside the
 * transaction that makes the order firm it would lock templates behind orders.
 */
@ApplicationScoped
public class RewardBuyer {

    private final OrderStore orders;
    private final Coupons coupons;
    private final ShopClock clock;

    @Inject
    RewardBuyer(OrderStore orders, Coupons coupons, ShopClock clock) {
        this.orders = orders;
        this.coupons = coupons;
        this.clock = clock;
    }

    /** Who has got everything back meanwhile gets nothing for it. */
    public Uni<Void> reward(Tx tx, OrderPaid paid) {
        return orders.find(tx, new OrderId(paid.orderId()))
                .chain(order -> closed(order)
                        ? Uni.createFrom().voidItem()
                        : coupons.rewardPaid(
                                tx,
                                new MemberId(paid.memberId()),
                                paid.orderId(),
                                new Money(paid.totalFen()),
                                clock.instant()));
    }

    private static boolean closed(Order order) {
        return order.kind() == Kind.CLOSED;
    }
}
