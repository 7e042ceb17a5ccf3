package cn.siyu.distribution;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.member.MemberId;
import cn.siyu.testing.Partners.Distributor;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Asks the front door of distribution as trade does. */
@ApplicationScoped
class Claims {

    private final Distributors distributors;
    private final Settlements settlements;
    private final Ledger ledger;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Claims(
            Distributors distributors,
            Settlements settlements,
            Ledger ledger,
            Transactions transactions,
            ShopClock clock) {
        this.ledger = ledger;
        this.distributors = distributors;
        this.settlements = settlements;
        this.transactions = transactions;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    Optional<DistributorClaim> of(Distributor distributor) {
        return at(distributor, clock.instant());
    }

    Optional<DistributorClaim> at(Distributor distributor, Instant instant) {
        return waitFor(() -> distributors.byId(transactions.reads(), id(distributor), instant));
    }

    /** With whom he was settled at that instant. */
    Settlements.Way way(Distributor distributor, Instant instant) {
        return waitFor(() -> settlements.at(transactions.reads(), List.of(id(distributor)), instant))
                .getFirst();
    }

    Optional<DistributorClaim> byCode(String code) {
        return waitFor(() -> distributors.byPromoCode(transactions.reads(), code, clock.instant()));
    }

    Optional<DistributorClaim> byBinding(Person customer) {
        return waitFor(() -> distributors.byBinding(transactions.reads(), member(customer), clock.instant()));
    }

    /** A firm order of the customer that is attributed to the distributor. */
    void ordered(Person customer, UUID order, Distributor distributor) {
        ordered(customer, order, distributor, 10_000);
    }

    void ordered(Person customer, UUID order, Distributor distributor, long goodsFen) {
        var _ = waitFor(() -> transactions.in(tx -> distributors
                .ordered(
                        tx, member(customer), order, new Money(goodsFen), Optional.of(id(distributor)), clock.instant())
                .replaceWith(true)));
    }

    /** Writes so much into his account, or takes it out again: what commission would have posted. */
    void post(Distributor distributor, long fen) {
        var his = new Account(Account.Kind.COMMISSION_ACCRUED, UUID.fromString(distributor.id()));
        var cost = Account.of(Account.Kind.COMMISSION_EXPENSE);
        var transfer = fen > 0
                ? new Transfer("TEST:" + Ids.next(), cost, his, new Money(fen), clock.instant())
                : new Transfer("TEST:" + Ids.next(), his, cost, new Money(-fen), clock.instant());
        var _ = waitFor(() -> transactions.in(tx -> ledger.post(tx, List.of(transfer))));
    }

    /** So much of it went back. */
    void gaveBack(UUID order, long goodsFen) {
        var _ = waitFor(() -> transactions.in(
                tx -> distributors.gaveBack(tx, order, new Money(goodsFen)).replaceWith(true)));
    }

    private static DistributorId id(Distributor distributor) {
        return new DistributorId(UUID.fromString(distributor.id()));
    }

    private static MemberId member(Person person) {
        return new MemberId(UUID.fromString(person.id()));
    }

    private static <T> T waitFor(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
