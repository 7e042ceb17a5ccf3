package cn.siyu.commission.listen;

import cn.siyu.commission.app.CommissionFence;
import cn.siyu.commission.app.EndWithdrawal;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.TransferEnded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears how WeChat ended a transfer. */
@Singleton
class OnTransferEnded implements Listener<TransferEnded> {

    private final EndWithdrawal withdrawals;

    @Inject
    OnTransferEnded(EndWithdrawal withdrawals) {
        this.withdrawals = withdrawals;
    }

    @Override
    public String consumer() {
        return CommissionFence.TRANSFERRED;
    }

    @Override
    public Class<TransferEnded> hears() {
        return TransferEnded.class;
    }

    @Override
    public Uni<Void> on(Tx tx, TransferEnded event) {
        return withdrawals.ended(tx, event);
    }
}
