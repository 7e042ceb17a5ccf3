package cn.siyu.commission.app;

import cn.siyu.commission.domain.Adjustment;
import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Reversal;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.store.FactStore.Heard;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.ledger.Transfer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** How commissions are posted: every transfer of this context is made here. */
final class Books {

    private Books() {}

    /** Sums per payee, sorted as accounts are locked. */
    static final class Sums {

        private final Map<UUID, Money> sums = new TreeMap<>(Id::compare);

        void add(UUID payee, Money amount) {
            sums.merge(payee, amount, Money::plus);
        }

        Map<UUID, Money> notZero() {
            var kept = new TreeMap<>(sums);
            kept.values().removeIf(Money::isZero);
            return kept;
        }
    }

    static boolean isThawed(Heard heard) {
        return heard.thawedAt().isPresent();
    }

    static Transfer accrual(Commission commission) {
        return new Transfer(
                commission.accrualReference(),
                Account.of(Kind.COMMISSION_EXPENSE),
                accrued(commission.payee()),
                commission.original(),
                commission.at());
    }

    /** Out of the account in which the commission is. */
    static Transfer reversal(Commission commission, Reversal reversal, boolean thawed) {
        return new Transfer(
                commission.reversalReference(reversal.refundNo()),
                thawed ? free(commission.payee()) : accrued(commission.payee()),
                Account.of(Kind.COMMISSION_EXPENSE),
                reversal.amount(),
                reversal.at());
    }

    static Transfer thaw(Commission commission, Instant at) {
        return new Transfer(
                commission.thawReference(),
                accrued(commission.payee()),
                free(commission.payee()),
                commission.kept(),
                at);
    }

    static Transfer request(Withdrawal withdrawal) {
        return new Transfer(
                "WITHDRAWAL:" + withdrawal.id(),
                free(withdrawal.payee()),
                withdrawing(withdrawal.payee()),
                withdrawal.amount(),
                withdrawal.requestedAt());
    }

    static Transfer paid(Withdrawal withdrawal, Money net, Instant at) {
        return new Transfer(
                "WITHDRAWAL-PAID:" + withdrawal.id(),
                withdrawing(withdrawal.payee()),
                Account.of(Kind.WECHAT_CLEARING),
                net,
                at);
    }

    /** Owed to the tax office from the moment the payee has the rest. */
    static Transfer withheld(Withdrawal withdrawal, Money tax, Instant at) {
        return new Transfer(
                "WITHDRAWAL-TAX:" + withdrawal.id(),
                withdrawing(withdrawal.payee()),
                Account.of(Kind.TAX_PAYABLE),
                tax,
                at);
    }

    static Transfer back(Withdrawal withdrawal, Instant at) {
        return new Transfer(
                "WITHDRAWAL-BACK:" + withdrawal.id(),
                withdrawing(withdrawal.payee()),
                free(withdrawal.payee()),
                withdrawal.amount(),
                at);
    }

    /** Out of an expense of its own, or of the bank, so that what finance did by hand is never mixed with what orders earned. */
    static Transfer adjustment(Adjustment adjustment, Instant at) {
        var cost = Account.of(
                switch (adjustment.kind()) {
                    case CORRECTION -> Kind.COMMISSION_ADJUSTED;
                    case WRITE_OFF -> Kind.COMMISSION_WRITTEN_OFF;
                    case PAID_OUTSIDE -> Kind.BANK;
                });
        var reference = "COMMISSION-ADJUSTMENT:" + adjustment.id();
        return adjustment.amount().isPositive()
                ? new Transfer(reference, cost, free(adjustment.payee()), adjustment.amount(), at)
                : new Transfer(
                        reference,
                        free(adjustment.payee()),
                        cost,
                        adjustment.amount().negated(),
                        at);
    }

    private static Account accrued(Payee payee) {
        return new Account(Kind.COMMISSION_ACCRUED, payee.id());
    }

    private static Account withdrawing(Payee payee) {
        return new Account(Kind.COMMISSION_WITHDRAWING, payee.id());
    }

    /** What is no longer frozen: to be withdrawn, or for an employee to be paid with his wages (D7). */
    static Account free(Payee payee) {
        return new Account(
                payee.kind() == Payee.Kind.EMPLOYEE ? Kind.COMMISSION_PAYROLL : Kind.COMMISSION_AVAILABLE, payee.id());
    }
}
