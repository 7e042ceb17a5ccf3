package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.app.KeepActivities.Command;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.UnaryOperator;

/** What staff do with an activity that is published: hold it, let it go on, stop it for good (B1). */
@Singleton
public class RunActivities {

    private final ActivityStore activities;
    private final GroupStore groups;
    private final ShowSheets sheets;
    private final CheckPlan check;
    private final ActivityTrail trail;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    RunActivities(
            ActivityStore activities,
            GroupStore groups,
            ShowSheets sheets,
            CheckPlan check,
            ActivityTrail trail,
            Transactions transactions,
            ShopClock clock) {
        this.activities = activities;
        this.groups = groups;
        this.sheets = sheets;
        this.check = check;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<ActivitySheet> pause(Command command) {
        return transactions.in(tx -> move(tx, command, "group-buy.pause", ActivityState::pause));
    }

    /** Not for goods that have come under the law meanwhile (L6). */
    public Uni<ActivitySheet> resume(Command command) {
        return activities
                .find(transactions.reads(), command.activity())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(activity -> check.refusal(activity.plan()))
                .invoke(CheckPlan::obeyLaw)
                .chain(() -> transactions.in(tx -> move(tx, command, "group-buy.resume", ActivityState::resume)));
    }

    /** Its open groups fail and are refunded, as soon as nobody is about to pay in them; the sweep sees to it. */
    public Uni<ActivitySheet> stop(Tx tx, Command command) {
        return move(tx, command, "group-buy.stop", ActivityState::stop)
                .call(() -> groups.askToFail(tx, command.activity(), FailReason.ACTIVITY_STOPPED, clock.instant()));
    }

    private Uni<ActivitySheet> move(Tx tx, Command command, String action, UnaryOperator<ActivityState> step) {
        return activities
                .lock(tx, command.activity())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(before -> KeepActivities.sameVersion(before, command.version()))
                .chain(before -> move(tx, command, action, before, step.apply(before.state())));
    }

    private Uni<ActivitySheet> move(Tx tx, Command command, String action, Activity before, ActivityState next) {
        var after = new Activity(before.id(), before.plan(), next, before.version() + 1);
        return activities
                .move(tx, before, next, clock.instant())
                .chain(() -> trail.append(tx, command.actor(), action, after, before, command.reason()))
                .chain(() -> sheets.of(tx, after));
    }
}
