package cn.siyu.commission.app;

import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Transfers;
import cn.siyu.payment.Transfers.Promise;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;

/** An approved withdrawal becomes a promise to pay, in the same transaction. */
@ApplicationScoped
class SendWithdrawal {

    /** What the payee reads in WeChat; at most 32 characters. */
    private static final String REMARK = "推广佣金";

    private final Transfers transfers;
    private final WithdrawalStore withdrawals;
    private final PayeeNames names;

    @Inject
    SendWithdrawal(Transfers transfers, WithdrawalStore withdrawals, PayeeNames names) {
        this.transfers = transfers;
        this.withdrawals = withdrawals;
        this.names = names;
    }

    Uni<Withdrawal> send(Tx tx, Withdrawal approved, String openid, Instant now) {
        return names.of(tx, approved)
                .map(name ->
                        new Promise(approved.billNo(), approved.payee().id(), openid, approved.amount(), REMARK, name))
                .chain(promise -> transfers.promise(tx, promise, now))
                .chain(() -> withdrawals.save(tx, approved.with(approved.state().send(), now)));
    }
}
