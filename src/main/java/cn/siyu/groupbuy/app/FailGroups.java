package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup.Failed;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Succeeded;
import cn.siyu.groupbuy.domain.ExpiryDecision;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.GroupStore.Asked;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.Orders;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Ends the groups whose time is over, a hundred in one transaction, and the places that are still held in them. Two
 * instances never take the same group: rows are claimed with {@code skip locked}.
 */
@Singleton
class FailGroups {

    private static final int BATCH = 100;
    private static final Duration CLAIM = Duration.ofSeconds(15);

    private final GroupStore groups;
    private final ActivityStore activities;
    private final DecideGroups decide;
    private final Orders orders;
    private final Transactions transactions;
    private final GroupBuySettings settings;
    private final ShopClock clock;

    @Inject
    FailGroups(
            GroupStore groups,
            ActivityStore activities,
            DecideGroups decide,
            Orders orders,
            Transactions transactions,
            GroupBuySettings settings,
            ShopClock clock) {
        this.groups = groups;
        this.activities = activities;
        this.decide = decide;
        this.orders = orders;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** Batch after batch as long as they are full: thousands of groups may run out in the same minute. */
    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> expire() {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions.in(this::failDue))
                .whilst(failed -> failed == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> failDue(Tx tx) {
        var now = clock.instant();
        return groups.claimDue(tx, now, BATCH)
                .chain(due -> due.isEmpty()
                        ? Uni.createFrom().item(0)
                        : end(tx, due, now).replaceWith(due.size()));
    }

    private Uni<Void> end(Tx tx, List<Open> due, Instant now) {
        var ids = due.stream().map(each -> each.origin().id()).toList();
        var concerned =
                due.stream().map(each -> each.origin().activity()).distinct().toList();
        return groups.askedToFail(tx, ids)
                .chain(asked -> activities.find(tx, concerned).chain(found -> end(tx, due, asked, found, now)));
    }

    /** Time has decided, or staff have. */
    private Uni<Void> end(Tx tx, List<Open> due, List<Asked> asked, List<Activity> found, Instant now) {
        Map<BuyGroupId, FailReason> reasons = asked.stream().collect(Collectors.toMap(Asked::group, Asked::reason));
        Map<ActivityId, Activity> plans = found.stream().collect(Collectors.toMap(Activity::id, Function.identity()));
        var failed = new ArrayList<Failed>();
        var filled = new ArrayList<Succeeded>();
        for (var group : due) {
            switch (decided(
                    group, plans, Optional.ofNullable(reasons.get(group.origin().id())), now)) {
                case ExpiryDecision.Fails(var over) -> failed.add(over);
                case ExpiryDecision.Fills(var done) -> filled.add(done);
                case ExpiryDecision.Waits _ -> {}
            }
        }
        return decide.failed(tx, failed, now).chain(() -> filled(tx, filled, plans, now));
    }

    @SuppressWarnings("NullAway") // A group has an activity: a foreign key says so.
    private static ExpiryDecision decided(
            Open group, Map<ActivityId, Activity> plans, Optional<FailReason> asked, Instant now) {
        return ExpiryDecision.decide(plans.get(group.origin().activity()), group, asked, now);
    }

    /** Ladders that have climbed far enough: their orders go on, at the step that was reached. */
    @SuppressWarnings("NullAway") // A group has an activity: a foreign key says so.
    private Uni<Void> filled(Tx tx, List<Succeeded> filled, Map<ActivityId, Activity> plans, Instant now) {
        if (filled.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return groups.save(tx, filled, now)
                .chain(() -> Multi.createFrom()
                        .iterable(filled)
                        .onItem()
                        .transformToUniAndConcatenate(group -> decide.succeeded(
                                tx, group, plans.get(group.origin().activity()), now))
                        .collect()
                        .asList())
                .chain(confirmed -> orders.release(
                        tx,
                        confirmed.stream()
                                .flatMap(places -> DecideGroups.ordersOf(places).stream())
                                .toList(),
                        now));
    }

    /** Who has not paid in all this time does not any more; whose money was faster is in (B11). */
    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> endHeld() {
        return Multi.createBy()
                .repeating()
                .uni(this::endSomeHeld)
                .whilst(claimed -> claimed == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> endSomeHeld() {
        var now = clock.instant();
        return transactions
                .in(tx -> groups.claimHeld(tx, now, now.minus(settings.settleGrace()), now.plus(CLAIM), BATCH))
                .call(stuck -> endHeld(stuck))
                .map(List::size);
    }

    /** Ends what is held in these groups; what cannot be ended now is tried again. Not inside a transaction. */
    Uni<Void> endHeld(List<BuyGroupId> stuck) {
        return stuck.isEmpty()
                ? Uni.createFrom().voidItem()
                : groups.heldOrders(transactions.reads(), stuck).chain(orders::endUnpaid);
    }
}
