package cn.siyu.commission.app;

import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.TaxHandling;
import cn.siyu.commission.domain.TaxPolicy;
import cn.siyu.commission.domain.TaxReckoning;
import cn.siyu.commission.domain.TaxRecord;
import cn.siyu.commission.domain.TaxRecord.State;
import cn.siyu.commission.domain.TaxSubject;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.store.TaxStore;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;

/**
 * The tax on what is paid out (C30, L7): reckoned once for each payout when its money is promised, in the promise's own
 * transaction, and kept with everything it came from. A payout promises {@code net()} of it; its ledger transfers are
 * {@link Books#paid} of the net and {@link Books#withheld} of the tax.
 */
@Singleton
public class Taxes {

    /** WeChat transfers no less: so much is always left, and the rest of the tax is due with the next payout. */
    private static final Money LEAST = new Money(30);

    private final TaxStore store;

    @Inject
    Taxes(TaxStore store) {
        this.store = store;
    }

    /**
     * Money that is to be paid out.
     *
     * @param withdrawal names it; asked for twice it is reckoned once
     * @param member the person who is taxed, with all his accounts
     * @param gross before tax
     */
    public record Payout(UUID withdrawal, Payee payee, UUID member, Money gross) {

        static Payout of(Withdrawal withdrawal) {
            return new Payout(withdrawal.id(), withdrawal.payee(), withdrawal.member(), withdrawal.amount());
        }
    }

    /** What would be withheld if it were paid now: another payout before it may change that. */
    public Uni<TaxRecord> quote(Sql sql, Payout payout, Instant now) {
        return reckon(sql, payout, now);
    }

    /** Reckons and keeps the tax of a payout. Two payouts of one person wait for each other here. */
    public Uni<TaxRecord> withhold(Tx tx, Payout payout, Instant now) {
        return tx.hold("commission-tax:" + payout.member())
                .chain(() -> store.find(tx, payout.withdrawal()))
                .chain(known -> known == null
                        ? reckon(tx, payout, now).call(reckoned -> store.reserve(tx, reckoned))
                        : Uni.createFrom().item(known));
    }

    /** What was kept; empty when its money was not promised yet. */
    public Uni<Optional<TaxRecord>> of(Sql sql, UUID withdrawal) {
        return store.find(sql, withdrawal).map(Optional::ofNullable);
    }

    /** The payee has it: it is income. */
    public Uni<Void> paid(Tx tx, UUID withdrawal, Instant at) {
        return store.end(tx, withdrawal, State.PAID, at);
    }

    /** It came back: it never was income, and the next payout of this person is taxed as if it had not been. */
    public Uni<Void> undone(Tx tx, UUID withdrawal, Instant at) {
        return store.end(tx, withdrawal, State.UNDONE, at);
    }

    private Uni<TaxRecord> reckon(Sql sql, Payout payout, Instant now) {
        var month = YearMonth.from(ShopCalendar.dayOf(now));
        var subject = TaxSubject.of(payout.payee().kind());
        return store.policy(sql, subject, now)
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("nobody said who sees to the tax of " + subject))
                .chain(policy ->
                        reckoning(sql, payout, policy, month).map(how -> taxRecord(payout, policy, month, how, now)));
    }

    private Uni<Optional<TaxReckoning>> reckoning(Sql sql, Payout payout, TaxPolicy policy, YearMonth month) {
        if (policy.handling() != TaxHandling.WITHHOLD) {
            return Uni.createFrom().item(Optional.empty());
        }
        var formula = policy.formula().orElseThrow();
        return store.history(sql, payout.member(), formula, month)
                .map(history -> Optional.of(formula.reckon(history, month, payout.gross())));
    }

    private static TaxRecord taxRecord(
            Payout payout, TaxPolicy policy, YearMonth month, Optional<TaxReckoning> how, Instant now) {
        return new TaxRecord(
                payout.withdrawal(),
                payout.payee().id(),
                payout.member(),
                policy.subject(),
                policy.handling(),
                policy.formula(),
                month,
                payout.gross(),
                how.map(reckoned -> atMost(reckoned.tax(), payout.gross().minus(LEAST)))
                        .orElse(Money.ZERO),
                how,
                State.RESERVED,
                now);
    }

    private static Money atMost(Money tax, Money most) {
        return tax.compareTo(most) <= 0 ? tax : most.isPositive() ? most : Money.ZERO;
    }
}
