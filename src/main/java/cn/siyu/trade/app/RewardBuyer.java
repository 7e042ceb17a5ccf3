package cn.siyu.trade.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.Coupons;
import cn.siyu.promotion.Coupons.PaidOrder;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.domain.OrderState.Kind;
import cn.siyu.trade.store.SoldOrders;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Lets promotion give what it gives for a paid order (H5). Promotion stands below trade and cannot hear its events; and inside the
 * transaction that makes the order firm it would lock templates behind orders.
 */
@Singleton
public class RewardBuyer {

    private final SoldOrders orders;
    private final Coupons coupons;
    private final ShopClock clock;

    @Inject
    RewardBuyer(SoldOrders orders, Coupons coupons, ShopClock clock) {
        this.orders = orders;
        this.coupons = coupons;
        this.clock = clock;
    }

    /** Who has got everything back meanwhile gets nothing for it. */
    public Uni<Void> reward(Tx tx, List<OrderPaid> paid) {
        return orders.states(tx, paid.stream().map(OrderPaid::orderId).toList())
                .map(states -> paid.stream()
                        .filter(each -> !Kind.CLOSED.name().equals(states.get(each.orderId())))
                        .map(each -> new PaidOrder(
                                each.orderId(), new MemberId(each.memberId()), new Money(each.totalFen())))
                        .toList())
                .chain(open ->
                        open.isEmpty() ? Uni.createFrom().voidItem() : coupons.rewardPaid(tx, open, clock.instant()));
    }
}
