package cn.siyu.trade.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.RefundSettled;
import cn.siyu.trade.app.SettleRefund;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that money has gone back. */
@Singleton
class OnRefundSettled implements Listener<RefundSettled> {

    private final SettleRefund settle;

    @Inject
    OnRefundSettled(SettleRefund settle) {
        this.settle = settle;
    }

    @Override
    public String consumer() {
        return "trade.refund-settled";
    }

    @Override
    public Class<RefundSettled> hears() {
        return RefundSettled.class;
    }

    @Override
    public Uni<Void> on(Tx tx, RefundSettled event) {
        return settle.settle(tx, event);
    }
}
