package cn.siyu.commission.app;

import cn.siyu.commission.domain.Adjustment;
import cn.siyu.commission.domain.Adjustment.Kind;
import cn.siyu.commission.domain.Adjustment.State;
import cn.siyu.commission.domain.CommissionProblem;
import cn.siyu.commission.domain.Debt;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.store.AccountStore;
import cn.siyu.commission.store.AdjustmentStore;
import cn.siyu.commission.store.AdjustmentStore.Search;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.ledger.Ledger;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Finance puts accounts right by hand, two people for each: corrections, and debts that are given up (C24). */
@Singleton
public class AdjustAccounts {

    private final AdjustmentStore adjustments;
    private final AccountStore accounts;
    private final Payees payees;
    private final Ledger ledger;
    private final Idempotency idempotency;
    private final AuditLog audit;
    private final Transactions transactions;
    private final CommissionSettings settings;
    private final ShopClock clock;

    @Inject
    AdjustAccounts(
            AdjustmentStore adjustments,
            AccountStore accounts,
            Payees payees,
            Ledger ledger,
            Idempotency idempotency,
            AuditLog audit,
            Transactions transactions,
            CommissionSettings settings,
            ShopClock clock) {
        this.adjustments = adjustments;
        this.accounts = accounts;
        this.payees = payees;
        this.ledger = ledger;
        this.idempotency = idempotency;
        this.audit = audit;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** What is proposed for an account. */
    public record Proposal(UUID account, Kind kind, Money amount, String reason) {}

    /** Nothing is posted yet. */
    public <V> Uni<Response> propose(Proposal proposal, IdempotencyKey key, Actor actor, Function<Adjustment, V> view) {
        return idempotency.once(
                actor.id(),
                "commission-adjustments.propose",
                key,
                List.of(proposal.account(), proposal.kind(), proposal.amount(), proposal.reason()),
                Response.Status.CREATED.getStatusCode(),
                tx -> propose(tx, proposal, actor).map(view));
    }

    private Uni<Adjustment> propose(Tx tx, Proposal proposal, Actor actor) {
        var now = clock.instant();
        return known(tx, proposal.account())
                .map(payee -> new Adjustment(
                        Ids.next(),
                        payee,
                        proposal.kind(),
                        proposal.amount(),
                        proposal.reason(),
                        State.PROPOSED,
                        actor.id(),
                        now,
                        Optional.empty(),
                        0))
                .call(adjustment -> allowed(tx, adjustment, now))
                .call(adjustment -> adjustments.insert(tx, adjustment))
                .call(adjustment -> trace(tx, actor, "commission-adjustment.propose", adjustment, proposal.reason()));
    }

    private Uni<Payee> known(Sql sql, UUID account) {
        return adjustments
                .account(sql, account)
                .chain(found -> found.isPresent() ? Uni.createFrom().item(found) : payees.ofAccount(sql, account))
                .map(found -> found.orElseThrow(Refused::notFound));
    }

    /** By another than who proposed it: posted at once. */
    public Uni<Adjustment> approve(UUID id, long version, String reason, Actor actor) {
        return decide(id, version, (tx, found) -> {
            var now = clock.instant();
            var next = found.approved(actor.id(), now, reason);
            return accounts.open(tx, List.of(next.payee()))
                    .chain(() -> accounts.lock(tx, next.payee().id()))
                    .chain(() -> allowed(tx, next, now))
                    .chain(() -> adjustments.save(tx, next))
                    .call(() -> accounts.add(tx, Map.of(next.payee().id(), next.amount())))
                    .call(() -> ledger.post(tx, List.of(Books.adjustment(next, now))))
                    .call(() -> trace(tx, actor, "commission-adjustment.approve", next, reason));
        });
    }

    /** By anybody of finance; nothing was posted. */
    public Uni<Adjustment> reject(UUID id, long version, String reason, Actor actor) {
        return decide(
                id,
                version,
                (tx, found) -> adjustments
                        .save(tx, found.rejected(actor.id(), clock.instant(), reason))
                        .call(next -> trace(tx, actor, "commission-adjustment.reject", next, reason)));
    }

    public Uni<NumberedPage<Adjustment>> page(Search search, int page, int size) {
        var reads = transactions.reads();
        return adjustments
                .page(reads, search, size, (page - 1) * size)
                .chain(found ->
                        adjustments.count(reads, search).map(total -> new NumberedPage<>(found, page, size, total)));
    }

    /** One more than {@code limit}, to see whether there is a next page. */
    public Uni<List<Adjustment>> own(UUID member, Optional<Cursor> after, int limit) {
        return payees.of(transactions.reads(), member)
                .chain(all -> adjustments.ofPayees(transactions.reads(), Payees.ids(all), after, limit + 1));
    }

    /** What its kind demands; the account is locked when it matters. */
    private Uni<Void> allowed(Tx tx, Adjustment adjustment, Instant now) {
        return switch (adjustment.kind()) {
            case CORRECTION -> Uni.createFrom().voidItem();
            case WRITE_OFF -> available(tx, adjustment).chain(money -> oldDebt(tx, adjustment, money, now));
            case PAID_OUTSIDE -> available(tx, adjustment).chain(money -> paidOutside(tx, adjustment, money, now));
        };
    }

    private Uni<Money> available(Tx tx, Adjustment adjustment) {
        return accounts.balances(tx, List.of(adjustment.payee()))
                .map(all -> all.getFirst().available());
    }

    /** A debt is only given up when it is old, and no more of it than there is. */
    private Uni<Void> oldDebt(Tx tx, Adjustment adjustment, Money available, Instant now) {
        if (!available.isNegative()) {
            throw new Refused(CommissionProblem.NO_DEBT);
        }
        return ledger.belowZeroSince(tx, Books.free(adjustment.payee()))
                .map(since -> new Debt(available.negated(), since.orElse(now)))
                .invoke(debt -> debt.writeOff(adjustment.amount(), settings.writeOffAfterMonths(), now))
                .replaceWithVoid();
    }

    /** Whoever withdraws through WeChat is not paid otherwise, and nobody more than he has. */
    private Uni<Void> paidOutside(Tx tx, Adjustment adjustment, Money available, Instant now) {
        if (available.plus(adjustment.amount()).isNegative()) {
            throw new Refused(CommissionProblem.COMMISSION_SHORT);
        }
        return payees.isPaidOutside(tx, adjustment.payee(), now)
                .invoke(outside -> {
                    if (!outside) {
                        throw new Refused(CommissionProblem.NOT_PAID_OUTSIDE);
                    }
                })
                .replaceWithVoid();
    }

    /** What becomes of a locked adjustment. */
    private interface Outcome {
        Uni<Adjustment> of(Tx tx, Adjustment found);
    }

    private Uni<Adjustment> decide(UUID id, long version, Outcome outcome) {
        return transactions.in(tx -> adjustments
                .lock(tx, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(found -> sameVersion(found, version))
                .chain(found -> outcome.of(tx, found)));
    }

    private Uni<Void> trace(Tx tx, Actor actor, String action, Adjustment adjustment, String reason) {
        return audit.append(
                tx,
                new AuditEntry(
                        actor,
                        action,
                        "commission-adjustment",
                        adjustment.id().toString(),
                        reason,
                        null,
                        Map.of(
                                "accountId", adjustment.payee().id().toString(),
                                "kind", adjustment.kind(),
                                "amountFen", adjustment.amount().fen(),
                                "state", adjustment.state())));
    }

    private static void sameVersion(Adjustment found, long version) {
        if (found.version() != version) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The adjustment is " + found.state(),
                    Map.of("version", found.version()));
        }
    }
}
