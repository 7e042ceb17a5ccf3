package cn.siyu.commission.app;

import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Transfers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Real names of payees: kept sealed with the withdrawal that needs one, and no longer than it is under way. */
@Singleton
class PayeeNames {

    private final WithdrawalStore withdrawals;
    private final PiiCipher cipher;

    @Inject
    PayeeNames(WithdrawalStore withdrawals, PiiCipher cipher) {
        this.withdrawals = withdrawals;
        this.cipher = cipher;
    }

    static boolean needed(Withdrawal withdrawal) {
        return withdrawal.amount().compareTo(Transfers.NAMED_FROM) >= 0;
    }

    /** Empty for an amount with which nobody wants to know it. */
    Optional<String> seal(Withdrawal withdrawal, Optional<String> name) {
        return name.filter(_ -> needed(withdrawal)).map(plain -> cipher.seal(plain, place(withdrawal)));
    }

    Uni<Optional<String>> of(Tx tx, Withdrawal withdrawal) {
        return needed(withdrawal)
                ? withdrawals
                        .sealedName(tx, withdrawal.id())
                        .map(kept -> kept.map(name -> cipher.open(name, place(withdrawal))))
                : Uni.createFrom().item(Optional.empty());
    }

    private static String place(Withdrawal withdrawal) {
        return "commission_withdrawal:" + withdrawal.id() + ":real_name";
    }
}
