package cn.siyu.commission.app;

import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.commission.store.WithdrawalStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Transfers;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;

/** What people decide about a withdrawal: finance approves or rejects, the payee takes it back. */
@Singleton
public class DecideWithdrawal {

    private final WithdrawalStore withdrawals;
    private final SendWithdrawal send;
    private final EndWithdrawal end;
    private final Payees payees;
    private final PayoutAccounts payoutAccounts;
    private final Transfers transfers;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    DecideWithdrawal(
            WithdrawalStore withdrawals,
            SendWithdrawal send,
            EndWithdrawal end,
            Payees payees,
            PayoutAccounts payoutAccounts,
            Transfers transfers,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.withdrawals = withdrawals;
        this.send = send;
        this.end = end;
        this.payees = payees;
        this.payoutAccounts = payoutAccounts;
        this.transfers = transfers;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** After the second of two it is sent, or waits for its batch. */
    public Uni<Withdrawal> approve(UUID id, long version, String reason, Actor actor) {
        return existing(withdrawals.find(transactions.reads(), id))
                .chain(seen -> payoutAccounts.noted(seen.member()))
                .chain(openid -> transactions.in(tx -> existing(withdrawals.lock(tx, id))
                        .invoke(found -> sameVersion(found, version))
                        .chain(found -> approve(tx, found, openid, reason, actor))));
    }

    private Uni<Withdrawal> approve(Tx tx, Withdrawal found, String openid, String reason, Actor actor) {
        var now = clock.instant();
        var next = found.with(found.state().approve(actor.id()), now);
        return withdrawals
                .save(tx, next)
                .call(() -> trace(tx, actor, "withdrawal.approve", found, next, reason))
                .chain(saved -> saved.state().kind() == WithdrawalState.Kind.APPROVED
                        ? send.reviewed(tx, saved, openid, now)
                        : Uni.createFrom().item(saved));
    }

    public Uni<Withdrawal> reject(UUID id, long version, String reason, Actor actor) {
        return transactions.in(tx -> existing(withdrawals.lock(tx, id))
                .invoke(found -> sameVersion(found, version))
                .chain(found -> {
                    var now = clock.instant();
                    var next = found.with(found.state().reject(reason), now);
                    return end.write(tx, found, next, now)
                            .chain(() -> trace(tx, actor, "withdrawal.reject", found, next, reason))
                            .replaceWith(next);
                }));
    }

    /** At once while finance looks at it; afterwards WeChat is asked, and decides. */
    public Uni<Withdrawal> cancel(UUID id, UUID member) {
        return payees.of(transactions.reads(), member)
                .chain(own -> transactions.in(tx -> existing(withdrawals
                                .lock(tx, id)
                                .map(found -> found != null && own.contains(found.payee()) ? found : null))
                        .chain(found -> cancel(tx, found))));
    }

    private Uni<Withdrawal> cancel(Tx tx, Withdrawal found) {
        var now = clock.instant();
        var next = found.with(found.state().cancel(), now);
        var asked = next.state().equals(found.state());
        return end.write(tx, found, next, now)
                .chain(() -> next.isEnded() || asked
                        ? Uni.createFrom().voidItem()
                        : transfers.cancel(tx, found.billNo(), now))
                .replaceWith(asked ? found : next);
    }

    private Uni<Void> trace(Tx tx, Actor actor, String action, Withdrawal before, Withdrawal after, String reason) {
        return audit.append(
                tx,
                new AuditEntry(
                        actor,
                        action,
                        "withdrawal",
                        before.id().toString(),
                        reason,
                        before.state().kind(),
                        after.state().kind()));
    }

    private static Uni<Withdrawal> existing(Uni<Withdrawal> found) {
        return found.onItem().ifNull().failWith(Refused::notFound);
    }

    private static void sameVersion(Withdrawal found, long version) {
        if (found.version() != version) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The withdrawal is " + found.state().kind(),
                    Map.of("version", found.version()));
        }
    }
}
