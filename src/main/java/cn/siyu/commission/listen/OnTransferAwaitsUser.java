package cn.siyu.commission.listen;

import cn.siyu.commission.app.EndWithdrawal;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.TransferAwaitsUser;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Hears that the payee has to confirm. */
@Singleton
class OnTransferAwaitsUser implements Listener<TransferAwaitsUser> {

    private final EndWithdrawal withdrawals;

    @Inject
    OnTransferAwaitsUser(EndWithdrawal withdrawals) {
        this.withdrawals = withdrawals;
    }

    @Override
    public String consumer() {
        return "commission.transfer-awaits-user";
    }

    @Override
    public Class<TransferAwaitsUser> hears() {
        return TransferAwaitsUser.class;
    }

    @Override
    public Uni<Void> on(Tx tx, TransferAwaitsUser event) {
        return withdrawals.awaits(tx, event);
    }
}
