package cn.siyu.trade.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.app.RewardBuyer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Hears of the house's own firm orders. */
@ApplicationScoped
class OnOrderPaid implements Listener<OrderPaid> {

    private final RewardBuyer reward;

    @Inject
    OnOrderPaid(RewardBuyer reward) {
        this.reward = reward;
    }

    @Override
    public String consumer() {
        return "trade.reward-buyer";
    }

    @Override
    public Class<OrderPaid> hears() {
        return OrderPaid.class;
    }

    @Override
    public Uni<Void> on(Tx tx, OrderPaid event) {
        return reward.reward(tx, event);
    }
}
