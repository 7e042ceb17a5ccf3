package cn.siyu.trade.listen;

import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.PaymentCaptured;
import cn.siyu.trade.app.SettleCapture;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that money has arrived. */
@Singleton
class OnPaymentCaptured implements Listener<PaymentCaptured> {

    private final SettleCapture settle;

    @Inject
    OnPaymentCaptured(SettleCapture settle) {
        this.settle = settle;
    }

    @Override
    public String consumer() {
        return "trade.payment-captured";
    }

    @Override
    public Class<PaymentCaptured> hears() {
        return PaymentCaptured.class;
    }

    @Override
    public Uni<Void> on(Tx tx, PaymentCaptured event) {
        return settle.settle(tx, event);
    }
}
