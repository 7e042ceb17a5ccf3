package cn.siyu.commission.app;

import cn.siyu.commission.app.Taxes.Payout;
import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.PayoutMode;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.PayoutModeStore;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Transfers;
import cn.siyu.payment.Transfers.Promise;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/**
 * An approved withdrawal becomes a promise to pay what tax leaves of it, in the same transaction: at once, or when its batch is
 * released.
 */
@Singleton
class SendWithdrawal {

    /** What the payee reads in WeChat; at most 32 characters. */
    private static final String REMARK = "推广佣金";

    private final Transfers transfers;
    private final WithdrawalStore withdrawals;
    private final PayoutModeStore modes;
    private final PayoutAccounts payoutAccounts;
    private final PayeeNames names;
    private final AccountStore accounts;
    private final CommissionFence fence;
    private final Taxes taxes;

    @Inject
    SendWithdrawal(
            Transfers transfers,
            WithdrawalStore withdrawals,
            PayoutModeStore modes,
            PayoutAccounts payoutAccounts,
            PayeeNames names,
            AccountStore accounts,
            CommissionFence fence,
            Taxes taxes) {
        this.transfers = transfers;
        this.withdrawals = withdrawals;
        this.modes = modes;
        this.payoutAccounts = payoutAccounts;
        this.names = names;
        this.accounts = accounts;
        this.fence = fence;
        this.taxes = taxes;
    }

    /** What was asked for and needs nobody's approval: sent now, unless finance pays out in batches. */
    Uni<Withdrawal> fresh(Tx tx, Withdrawal approved, String openid, Instant now) {
        return modes.read(tx)
                .chain(kept -> kept.mode() == PayoutMode.AT_ONCE
                        ? send(tx, approved, openid, now)
                        : Uni.createFrom().item(approved));
    }

    /** What was approved after a while: sent now, unless finance pays out in batches. */
    Uni<Withdrawal> reviewed(Tx tx, Withdrawal approved, String openid, Instant now) {
        return modes.read(tx)
                .chain(kept -> kept.mode() == PayoutMode.AT_ONCE
                        ? stillOwed(tx, approved, openid, now)
                        : Uni.createFrom().item(approved));
    }

    /** While it waited, refunds may have made a debt of what is left, or the account may have changed; then nothing goes out. */
    Uni<Withdrawal> stillOwed(Tx tx, Withdrawal withdrawal, String openid, Instant now) {
        return fence.pass(tx, withdrawal.payee().id(), now)
                .chain(() -> payoutAccounts.cooled(tx, withdrawal.member(), now))
                .chain(() -> accounts.balances(tx, List.of(withdrawal.payee())))
                .invoke(accounts -> {
                    if (accounts.getFirst().available().isNegative()) {
                        throw new Refused(CommissionProblem.COMMISSION_DEBT);
                    }
                })
                .chain(() -> send(tx, withdrawal, openid, now));
    }

    private Uni<Withdrawal> send(Tx tx, Withdrawal approved, String openid, Instant now) {
        return taxes.withhold(tx, Payout.of(approved), now)
                .chain(tax -> names.of(tx, approved)
                        .map(name ->
                                new Promise(approved.billNo(), approved.payee().id(), openid, tax.net(), REMARK, name)))
                .chain(promise -> transfers.promise(tx, promise, now))
                .chain(() -> withdrawals.save(tx, approved.with(approved.state().send(), now)));
    }
}
