package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.EvaluateTiers.Look;
import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierFactStore;
import cn.siyu.distribution.store.TierFactStore.Unweighed;
import cn.siyu.distribution.store.TierPinStore;
import cn.siyu.distribution.store.TierStandStore;
import cn.siyu.distribution.store.TierStandStore.Stand;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Looks at the tiers of those whose customers have bought, and of those whose pin has run out: they may go up at once. Orders and
 * people whom somebody else holds are passed over and taken later, so two instances never wait for each other.
 */
@Singleton
public class WeighTiers {

    private static final int BATCH = 1_000;

    private final TierFactStore facts;
    private final TierBookStore books;
    private final TierStandStore stands;
    private final TierPinStore pins;
    private final EvaluateTiers tiers;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    WeighTiers(
            TierFactStore facts,
            TierBookStore books,
            TierStandStore stands,
            TierPinStore pins,
            EvaluateTiers tiers,
            Transactions transactions,
            ShopClock clock) {
        this.facts = facts;
        this.books = books;
        this.stands = stands;
        this.pins = pins;
        this.tiers = tiers;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.distribution.tier-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> weigh() {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions.in(this::weighSome))
                .whilst(weighed -> weighed == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    @Scheduled(every = "${siyu.distribution.tier-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> unpin() {
        var now = clock.instant();
        return pins.runOut(transactions.reads(), now, BATCH)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : transactions.in(tx -> stands.lockFree(tx, due, now).chain(held -> unpin(tx, held, now))));
    }

    /** Answers how many orders it has done with. */
    private Uni<Integer> weighSome(Tx tx) {
        return facts.claim(tx, BATCH)
                .chain(orders -> orders.isEmpty() ? Uni.createFrom().item(0) : weigh(tx, orders));
    }

    private Uni<Integer> weigh(Tx tx, List<Unweighed> orders) {
        return books.current(tx).chain(book -> book.raisesAtOnce() ? weigh(tx, orders, book) : done(tx, orders));
    }

    private Uni<Integer> weigh(Tx tx, List<Unweighed> orders, TierBook book) {
        var now = clock.instant();
        var people = orders.stream().map(Unweighed::distributor).distinct().toList();
        return stands.lockFree(tx, people, now)
                .call(held -> tiers.evaluate(tx, Look.event(book, now), evaluated(held), now))
                .chain(held -> done(tx, of(orders, held)));
    }

    private Uni<Integer> done(Tx tx, List<Unweighed> orders) {
        return facts.weighed(tx, orders.stream().map(Unweighed::order).toList()).replaceWith(orders.size());
    }

    private Uni<Void> unpin(Tx tx, List<Stand> held, Instant now) {
        return pins.end(tx, ids(held), now, "RUN_OUT", "distribution.tiers")
                .chain(() -> books.current(tx))
                .chain(book -> tiers.evaluate(tx, Look.event(book, now), evaluated(held), now))
                .replaceWithVoid();
    }

    private static List<Unweighed> of(List<Unweighed> orders, List<Stand> held) {
        var had = held.stream().map(Stand::id).collect(Collectors.toSet());
        return orders.stream().filter(each -> had.contains(each.distributor())).toList();
    }

    private static List<Stand> evaluated(List<Stand> held) {
        return held.stream().filter(Stand::isEvaluated).toList();
    }

    private static List<DistributorId> ids(List<Stand> held) {
        return held.stream().map(Stand::id).toList();
    }
}
