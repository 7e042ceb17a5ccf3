package cn.siyu.trade.listen;

import cn.siyu.kernel.event.BatchListener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.app.RewardBuyer;
import cn.siyu.trade.app.TellCommunities;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Hears of the house's own firm orders. */
@Singleton
class OnOrderPaid implements BatchListener<OrderPaid> {

    private final RewardBuyer reward;
    private final TellCommunities communities;

    @Inject
    OnOrderPaid(RewardBuyer reward, TellCommunities communities) {
        this.reward = reward;
        this.communities = communities;
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
    public Uni<Void> on(Tx tx, List<OrderPaid> events) {
        return reward.reward(tx, events).chain(() -> communities.sold(tx, events));
    }
}
