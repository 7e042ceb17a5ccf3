package cn.siyu.distribution;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import cn.siyu.testing.Partners.Distributor;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Asks the front door of distribution as trade does. */
@ApplicationScoped
class Claims {

    private final Distributors distributors;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Claims(Distributors distributors, Transactions transactions, ShopClock clock) {
        this.distributors = distributors;
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

    Optional<DistributorClaim> byCode(String code) {
        return waitFor(() -> distributors.byPromoCode(transactions.reads(), code, clock.instant()));
    }

    Optional<DistributorClaim> byBinding(Person customer) {
        return waitFor(() -> distributors.byBinding(transactions.reads(), member(customer), clock.instant()));
    }

    /** A firm order of the customer that is attributed to the distributor. */
    void ordered(Person customer, UUID order, Distributor distributor) {
        var _ = waitFor(() -> transactions.in(tx -> distributors
                .ordered(tx, member(customer), order, Optional.of(id(distributor)), clock.instant())
                .replaceWith(true)));
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
