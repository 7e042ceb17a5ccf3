package cn.siyu.inventory.app;

import static cn.siyu.inventory.domain.MovementCause.AFTER_SALE;
import static cn.siyu.inventory.domain.MovementCause.SHIPMENT;
import static cn.siyu.inventory.domain.MovementCause.WITHDRAWAL;
import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock;
import cn.siyu.inventory.domain.Movement;
import cn.siyu.inventory.domain.Movement.Reference;
import cn.siyu.inventory.domain.Pick;
import cn.siyu.inventory.domain.Reservation;
import cn.siyu.inventory.domain.Shelves;
import cn.siyu.inventory.domain.Taking;
import cn.siyu.inventory.store.ReservationStore;
import cn.siyu.inventory.store.StockStore;
import cn.siyu.inventory.store.StockStore.Done;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keeps, gives back, hands out and takes in units for holders. Whatever a holder already has is locked before the counters,
 * both sorted: that one order in every method is why no two calls can wait for each other in a ring.
 */
@Singleton
class StockRoom implements Stock {

    private static final Actor SALES = Actor.system("sales");

    private final StockStore stock;
    private final ReservationStore reservations;
    private final Buckets buckets;

    @Inject
    StockRoom(StockStore stock, ReservationStore reservations, Buckets buckets) {
        this.stock = stock;
        this.reservations = reservations;
        this.buckets = buckets;
    }

    @Override
    public Uni<List<Shortage>> take(Tx tx, List<Demand> demands, Instant expiresAt, Instant now) {
        return stock.lockFor(tx, demands)
                .map(levels -> Taking.decide(levels, demands))
                .call(taking -> hold(tx, taking.picks(), expiresAt, now))
                .map(Taking::shortages);
    }

    @Override
    public Uni<Counter> counter(Tx tx, List<Demand> demands) {
        return stock.lockFor(tx, demands).map(levels -> new OpenCounter(tx, new Shelves(levels)));
    }

    private final class OpenCounter implements Counter {
        private final Tx tx;
        private final Shelves shelves;

        private OpenCounter(Tx tx, Shelves shelves) {
            this.tx = tx;
            this.shelves = shelves;
        }

        @Override
        public List<Shortage> serve(List<Demand> ofOneHolder) {
            return ofOneHolder.isEmpty()
                    ? List.of()
                    : shelves.serve(ofOneHolder.getFirst().holder(), ofOneHolder);
        }

        @Override
        public Uni<Void> write(Instant expiresAt, Instant now) {
            return hold(tx, shelves.picks(), expiresAt, now);
        }
    }

    /** What was picked is kept for its holders. */
    private Uni<Void> hold(Tx tx, List<Pick> picks, Instant expiresAt, Instant now) {
        return tx.together(() -> reservations.keep(tx, picks, expiresAt, now), () -> reserve(tx, picks, 1, now));
    }

    @Override
    public Uni<Void> lock(Tx tx, Collection<UUID> holders) {
        return reservations.hold(tx, holders);
    }

    @Override
    public Uni<Void> release(Tx tx, Collection<UUID> holders, String reason, Instant now) {
        return reservations
                .lock(tx, holders)
                .map(all -> all.stream().filter(Reservation::isLive).toList())
                .chain(live -> live.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : lockCounters(tx, live)
                                .chain(() -> reservations.release(tx, holders))
                                .chain(() -> stock.write(tx, releases(live, reason), SALES, now)));
    }

    @Override
    public Uni<List<Shortage>> retake(Tx tx, UUID holder, Instant expiresAt, Instant now) {
        return reservations.lock(tx, List.of(holder)).chain(all -> retake(tx, holder, all, expiresAt, now));
    }

    private Uni<List<Shortage>> retake(Tx tx, UUID holder, List<Reservation> all, Instant expiresAt, Instant now) {
        if (all.isEmpty()) {
            throw new IllegalStateException("nothing was ever taken for " + holder);
        }
        if (all.stream().anyMatch(Reservation::isLive)) {
            return Uni.createFrom().item(List.of());
        }
        var released = Reservation.lastReleased(all);
        var round = 1 + all.stream().mapToInt(Reservation::round).max().orElse(0);
        var demands = released.stream()
                .map(one -> new Demand(holder, one.sku(), one.rest(), one.activity()))
                .toList();
        return stock.lockFor(tx, demands)
                .map(levels -> Taking.decide(levels, demands))
                .call(taking -> reservations.keepAgain(tx, taking.picks(), round, expiresAt, now))
                .call(taking -> reserve(tx, taking.picks(), round, now))
                .map(Taking::shortages);
    }

    @Override
    public Uni<Void> confirm(Tx tx, UUID holder, Instant now) {
        return reservations
                .confirm(tx, holder)
                .invoke(confirmed -> {
                    if (confirmed == 0) {
                        throw new IllegalStateException("nothing is kept for " + holder + ": take it again first");
                    }
                })
                .replaceWithVoid();
    }

    @Override
    public Uni<Void> deduct(Tx tx, UUID holder, Map<SkuId, Integer> units, String reference, Instant now) {
        return once(tx, holder, units, Reference.of(SHIPMENT, reference), (ref, held) -> {
            var picks = Reservation.leave(held, units);
            return lockPicked(tx, picks)
                    .chain(() -> reservations.deduct(tx, picks))
                    .chain(() -> stock.write(
                            tx,
                            picks.stream()
                                    .map(pick -> Movement.deduct(pick, ref))
                                    .toList(),
                            SALES,
                            now));
        });
    }

    @Override
    public Uni<Void> withdraw(
            Tx tx, UUID holder, Map<SkuId, Integer> units, String reference, String reason, Instant now) {
        return once(tx, holder, units, Reference.of(WITHDRAWAL, reference), (ref, held) -> {
            var picks = Reservation.leave(held, units);
            return lockPicked(tx, picks)
                    .chain(() -> reservations.withdraw(tx, picks))
                    .chain(() -> stock.write(
                            tx,
                            picks.stream()
                                    .map(pick -> Movement.withdraw(pick, ref, reason))
                                    .toList(),
                            SALES,
                            now));
        });
    }

    @Override
    public Uni<Void> putBack(Tx tx, UUID holder, Map<SkuId, Integer> units, String reference, Instant now) {
        return once(tx, holder, units, Reference.of(AFTER_SALE, reference), (ref, held) -> {
            var picks = Reservation.comeBack(held, units);
            return lockPicked(tx, picks)
                    .chain(() -> reservations.giveBack(tx, picks))
                    .chain(() -> stock.write(
                            tx,
                            picks.stream()
                                    .map(pick -> Movement.giveBack(pick, ref))
                                    .toList(),
                            SALES,
                            now));
        });
    }

    @Override
    public Uni<Map<SkuId, Integer>> open(Tx tx, Map<SkuId, Integer> units, Actor actor, Instant now) {
        return units.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : stock.open(tx, units, actor, now).chain(() -> stock.openedOtherwise(tx, units));
    }

    @Override
    public Uni<Map<SkuId, Availability>> availability(Collection<SkuId> skus) {
        return buckets.of(skus);
    }

    /** What is done for a holder under a reference, given all that is kept for it. */
    @FunctionalInterface
    private interface Effect {
        Uni<Void> on(Reference reference, List<Reservation> held);
    }

    /** A repetition is passed over; the same reference for something else is a fault of the caller. */
    private Uni<Void> once(Tx tx, UUID holder, Map<SkuId, Integer> units, Reference reference, Effect effect) {
        if (units.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return reservations
                .lock(tx, List.of(holder))
                .chain(held -> stock.done(tx, reference)
                        .chain(done -> done.isEmpty()
                                ? effect.on(reference, held)
                                : Uni.createFrom().voidItem().invoke(() -> sameAs(done, holder, units, reference))));
    }

    private static void sameAs(List<Done> done, UUID holder, Map<SkuId, Integer> units, Reference reference) {
        var before = done.stream().collect(toMap(Done::sku, Done::units));
        if (!before.equals(units) || !done.stream().allMatch(one -> one.holder().equals(holder))) {
            throw new IllegalStateException("%s has already moved %s".formatted(reference, done));
        }
    }

    private Uni<Void> reserve(Tx tx, List<Pick> picks, int round, Instant now) {
        return stock.write(
                tx, picks.stream().map(pick -> Movement.reserve(pick, round)).toList(), SALES, now);
    }

    private Uni<Void> lockCounters(Tx tx, List<Reservation> held) {
        return stock.lock(
                        tx,
                        held.stream().map(Reservation::sku).toList(),
                        held.stream().map(Reservation::pool).toList())
                .replaceWithVoid();
    }

    private Uni<Void> lockPicked(Tx tx, List<Pick> picks) {
        return stock.lock(
                        tx,
                        picks.stream().map(Pick::sku).toList(),
                        picks.stream().map(Pick::pool).toList())
                .replaceWithVoid();
    }

    private static List<Movement> releases(List<Reservation> live, String reason) {
        return live.stream().map(one -> Movement.release(one, reason)).toList();
    }
}
