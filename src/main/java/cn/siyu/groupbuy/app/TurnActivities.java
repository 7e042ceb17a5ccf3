package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.OverStore;
import cn.siyu.groupbuy.store.OverStore.Settling;
import cn.siyu.inventory.Allotments;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Begins and ends activities by time, and gives their stock back once their last group is decided (A11). */
@Singleton
class TurnActivities {

    private static final Actor TIMER = Actor.system("group-buy timer");
    private static final int BATCH = 50;
    private static final int MOST_SETTLED = 200;
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private final ActivityStore activities;
    private final OverStore over;
    private final GroupStore groups;
    private final Allotments allotments;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    TurnActivities(
            ActivityStore activities,
            OverStore over,
            GroupStore groups,
            Allotments allotments,
            Transactions transactions,
            ShopClock clock) {
        this.activities = activities;
        this.over = over;
        this.groups = groups;
        this.allotments = allotments;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> turn() {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions.in(this::turnBatch))
                .whilst(turned -> turned == BATCH)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Integer> turnBatch(Tx tx) {
        return activities
                .turnedByTime(tx, clock.instant(), BATCH)
                .chain(ids -> ids.isEmpty() ? Uni.createFrom().item(List.<Activity>of()) : activities.find(tx, ids))
                .chain(found -> turn(tx, found, clock.instant()).replaceWith(found.size()));
    }

    private Uni<Void> turn(Tx tx, List<Activity> found, Instant now) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(activity -> activities.move(tx, activity, activity.turned(now), now))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Each in a transaction of its own, one after the other: many may have ended at midnight. */
    @Scheduled(every = "${siyu.groupbuy.sweep-every:1s}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> settle() {
        return Multi.createBy()
                .repeating()
                .uni(() -> transactions.in(this::settleNext))
                .whilst(found -> found)
                .select()
                .first(MOST_SETTLED)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Answers whether there was one. */
    private Uni<Boolean> settleNext(Tx tx) {
        var now = clock.instant();
        return over.claimSettling(tx, now, now.plus(LOOK_AGAIN))
                .chain(due -> due == null
                        ? Uni.createFrom().item(false)
                        : settle(tx, due, now).replaceWith(true));
    }

    private Uni<Void> settle(Tx tx, Settling due, Instant now) {
        if (due.undecided()) {
            // A group that was opened in the very moment of the stop has not heard of it.
            return due.state() == ActivityState.STOPPED
                    ? groups.askToFail(tx, due.activity(), FailReason.ACTIVITY_STOPPED, now)
                            .replaceWithVoid()
                    : Uni.createFrom().voidItem();
        }
        return activities
                .nextReference(tx, due.activity())
                .chain(reference -> allotments.giveBack(tx, due.activity().value(), reference, TIMER, now))
                .chain(() -> over.settled(tx, due.activity()))
                .replaceWithVoid();
    }
}
