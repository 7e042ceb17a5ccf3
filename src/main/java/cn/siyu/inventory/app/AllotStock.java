package cn.siyu.inventory.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.inventory.domain.Movement;
import cn.siyu.inventory.domain.Movement.Reference;
import cn.siyu.inventory.domain.MovementCause;
import cn.siyu.inventory.domain.StockLevel;
import cn.siyu.inventory.domain.Taking;
import cn.siyu.inventory.store.AllotmentStore;
import cn.siyu.inventory.store.StockStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Moves stock between the shared pools and those of activities (A11). What is given to an activity is decided by the rule by
 * which an order gets its units: all or nothing, pools by rank.
 */
@Singleton
class AllotStock implements Allotments {

    private static final Actor TIMER = Actor.system("allotment timer");
    private static final String SUBJECT = "activity";
    private static final int BATCH = 50;

    private final StockStore stock;
    private final AllotmentStore allotments;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    AllotStock(
            StockStore stock, AllotmentStore allotments, AuditLog audit, Transactions transactions, ShopClock clock) {
        this.stock = stock;
        this.allotments = allotments;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public Uni<List<Shortage>> allot(
            Tx tx, UUID activity, Map<SkuId, Integer> units, String reference, Actor actor, Instant now) {
        var named = Reference.of(MovementCause.ALLOTMENT, reference);
        return oneAtATime(tx, activity)
                .chain(() -> stock.done(tx, named))
                .chain(done -> done.isEmpty() && !units.isEmpty()
                        ? move(tx, activity, units, named, actor, now)
                        : Uni.createFrom().item(List.of()));
    }

    private Uni<List<Shortage>> move(
            Tx tx, UUID activity, Map<SkuId, Integer> units, Reference reference, Actor actor, Instant now) {
        var demands = units.entrySet().stream()
                .map(line -> new Demand(activity, line.getKey(), line.getValue()))
                .toList();
        var both = Stream.concat(
                        demands.stream(),
                        units.keySet().stream().map(sku -> new Demand(activity, sku, 1, Optional.of(activity))))
                .toList();
        return allotments
                .open(tx, Ids.next(), activity, StockStore.DEFAULT_POOL, now)
                .call(pool -> stock.makeRows(tx, units.keySet(), List.of(pool)))
                .chain(pool -> stock.lockFor(tx, both)
                        .map(levels -> Taking.decide(levels, demands))
                        .call(taking -> taking.shortages().isEmpty()
                                ? carryOut(tx, activity, pool, units, taking, reference, actor, now)
                                : Uni.createFrom().voidItem()))
                .map(Taking::shortages);
    }

    private Uni<Void> carryOut(
            Tx tx,
            UUID activity,
            UUID pool,
            Map<SkuId, Integer> units,
            Taking taking,
            Reference reference,
            Actor actor,
            Instant now) {
        var reason = "allotted to activity " + activity;
        var out = taking.picks().stream()
                .map(pick -> Movement.transferOut(pick.sku(), pick.pool(), pick.units(), reference, reason));
        var in = units.entrySet().stream()
                .map(line -> Movement.transferIn(line.getKey(), pool, line.getValue(), reference, reason));
        return stock.write(tx, Stream.concat(out, in).toList(), actor, now)
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor,
                                "stock.allot",
                                SUBJECT,
                                activity.toString(),
                                reference.id(),
                                null,
                                shown(units))));
    }

    @Override
    public Uni<Void> giveBack(Tx tx, UUID activity, String reference, Actor actor, Instant now) {
        return oneAtATime(tx, activity)
                .chain(() -> allotments.close(tx, activity, now))
                .chain(pool -> pool == null
                        ? Uni.createFrom().voidItem()
                        : giveBack(tx, activity, pool, reference, actor, now));
    }

    private Uni<Void> giveBack(Tx tx, UUID activity, UUID pool, String reference, Actor actor, Instant now) {
        return allotments
                .skusWithFreeUnits(tx, pool)
                .chain(skus -> skus.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : stock.makeRows(tx, skus, List.of(StockStore.DEFAULT_POOL))
                                .chain(() -> allotments.lock(tx, pool, StockStore.DEFAULT_POOL))
                                .map(levels -> free(levels, pool))
                                .chain(free -> carryBack(tx, activity, pool, free, reference, actor, now)));
    }

    private Uni<Void> carryBack(
            Tx tx, UUID activity, UUID pool, Map<SkuId, Integer> free, String reference, Actor actor, Instant now) {
        if (free.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        // Only what is free moves, so a repetition finds nothing; a later one under the same reference is another
        // movement.
        var named = Reference.of(MovementCause.ALLOTMENT, reference + ":" + Ids.next());
        var reason = "given back by activity " + activity;
        var movements = free.entrySet().stream()
                .flatMap(line -> Stream.of(
                        Movement.transferOut(line.getKey(), pool, line.getValue(), named, reason),
                        Movement.transferIn(line.getKey(), StockStore.DEFAULT_POOL, line.getValue(), named, reason)))
                .toList();
        return stock.write(tx, movements, actor, now)
                .chain(() -> audit.append(
                        tx,
                        new AuditEntry(
                                actor, "stock.give-back", SUBJECT, activity.toString(), reference, null, shown(free))));
    }

    @Override
    public Uni<List<Level>> levels(Sql sql, Collection<UUID> activities) {
        return allotments.levels(sql, activities);
    }

    /** After an activity is over parcels come back and holds end: what they free goes where everybody may buy it. */
    @Scheduled(every = "${siyu.inventory.allotments-every:60s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> collect() {
        return allotments
                .leftBehind(transactions.reads(), BATCH)
                .chain(activities -> Multi.createFrom()
                        .iterable(activities)
                        .onItem()
                        .transformToUniAndConcatenate(activity ->
                                transactions.in(tx -> giveBack(tx, activity, "collected", TIMER, clock.instant())))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private static Uni<Void> oneAtATime(Tx tx, UUID activity) {
        return tx.hold("inventory.allotment:" + activity);
    }

    private static Map<SkuId, Integer> free(List<StockLevel> levels, UUID pool) {
        var free = new HashMap<SkuId, Integer>();
        levels.stream()
                .filter(level -> level.pool().equals(pool) && level.free() > 0)
                .forEach(level -> free.put(level.sku(), level.free()));
        return free;
    }

    private static Map<String, Integer> shown(Map<SkuId, Integer> units) {
        var shown = new HashMap<String, Integer>();
        units.forEach((sku, many) -> shown.put(sku.value().toString(), many));
        return shown;
    }
}
