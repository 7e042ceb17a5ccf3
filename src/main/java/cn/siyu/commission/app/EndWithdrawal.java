package cn.siyu.commission.app;

import cn.siyu.commission.WithdrawalEnded;
import cn.siyu.commission.domain.TaxRecord;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.domain.WithdrawalState.Kind;
import cn.siyu.commission.domain.WithdrawalState.Outcome;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Ledger;
import cn.siyu.payment.TransferAwaitsUser;
import cn.siyu.payment.TransferEnded;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How withdrawals go on and end: the money has left, or it is available again, exactly once (C31). */
@Singleton
public class EndWithdrawal {

    private final WithdrawalStore withdrawals;
    private final AccountStore accounts;
    private final Taxes taxes;
    private final Ledger ledger;
    private final Outbox outbox;

    @Inject
    EndWithdrawal(WithdrawalStore withdrawals, AccountStore accounts, Taxes taxes, Ledger ledger, Outbox outbox) {
        this.withdrawals = withdrawals;
        this.accounts = accounts;
        this.taxes = taxes;
        this.ledger = ledger;
        this.outbox = outbox;
    }

    /** Other contexts may transfer money too: numbers that are not ours are left alone. */
    public Uni<Void> awaits(Tx tx, TransferAwaitsUser event) {
        return withdrawals
                .lock(tx, event.billNo())
                .chain(found -> found == null
                        ? Uni.createFrom().voidItem()
                        : write(
                                tx,
                                found,
                                found.with(found.state().awaitUser(event.occurredAt()), event.occurredAt()),
                                event.occurredAt()));
    }

    public Uni<Void> ended(Tx tx, TransferEnded event) {
        var at = event.occurredAt();
        return withdrawals
                .lock(tx, event.billNo())
                .chain(found -> found == null
                        ? Uni.createFrom().voidItem()
                        : write(
                                tx,
                                found,
                                found.with(
                                        found.state()
                                                .end(
                                                        Outcome.valueOf(event.outcome()),
                                                        Optional.ofNullable(event.failReason()),
                                                        at),
                                        at),
                                at));
    }

    /** Writes a next state; when it is an end, the money moves and it is told. What is unchanged is not written. */
    Uni<Void> write(Tx tx, Withdrawal before, Withdrawal next, Instant at) {
        if (next.state().equals(before.state())) {
            return Uni.createFrom().voidItem();
        }
        return withdrawals
                .save(tx, next)
                .chain(() -> next.isEnded() && !before.isEnded()
                        ? settle(tx, next, at)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> settle(Tx tx, Withdrawal ended, Instant at) {
        var money = ended.state().kind() == Kind.SUCCEEDED ? gone(tx, ended, at) : back(tx, ended, at);
        return money.chain(() -> outbox.append(
                tx,
                new WithdrawalEnded(
                        Ids.next(),
                        at,
                        ended.id(),
                        ended.payee().id(),
                        ended.member(),
                        ended.amount().fen(),
                        ended.state().kind().name())));
    }

    /** The payee has what tax left, and the tax office is owed the rest. */
    private Uni<Void> gone(Tx tx, Withdrawal ended, Instant at) {
        return taxes.of(tx, ended.id())
                .map(kept -> kept.map(TaxRecord::tax).orElse(Money.ZERO))
                .chain(tax -> ledger.post(
                        tx,
                        tax.isZero()
                                ? List.of(Books.paid(ended, ended.amount(), at))
                                : List.of(
                                        Books.paid(ended, ended.amount().minus(tax), at),
                                        Books.withheld(ended, tax, at))))
                .chain(() -> taxes.paid(tx, ended.id(), at));
    }

    private Uni<Void> back(Tx tx, Withdrawal ended, Instant at) {
        return accounts.add(tx, Map.of(ended.payee().id(), ended.amount()))
                .chain(() -> ledger.post(tx, List.of(Books.back(ended, at))))
                .chain(() -> taxes.undone(tx, ended.id(), at));
    }
}
