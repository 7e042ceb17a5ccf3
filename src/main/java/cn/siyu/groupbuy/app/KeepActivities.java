package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.domain.Plan;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.OverlapStore;
import cn.siyu.inventory.Allotments;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Writes activities and publishes them: with their stock or not at all (B1, A11). */
@Singleton
public class KeepActivities {

    private static final int OK = 200;

    private final ActivityStore activities;
    private final OverlapStore overlaps;
    private final CheckPlan check;
    private final Allotments allotments;
    private final ShowSheets sheets;
    private final ActivityTrail trail;
    private final Idempotency idempotency;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    KeepActivities(
            ActivityStore activities,
            OverlapStore overlaps,
            CheckPlan check,
            Allotments allotments,
            ShowSheets sheets,
            ActivityTrail trail,
            Idempotency idempotency,
            Transactions transactions,
            ShopClock clock) {
        this.activities = activities;
        this.overlaps = overlaps;
        this.check = check;
        this.allotments = allotments;
        this.sheets = sheets;
        this.trail = trail;
        this.idempotency = idempotency;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A command of staff about an activity in a certain version. */
    public record Command(ActivityId activity, long version, Actor actor, String reason) {}

    public Uni<ActivitySheet> create(Plan plan, Actor actor) {
        var activity = new Activity(ActivityId.next(), plan, ActivityState.DRAFT, 0);
        return check.check(plan)
                .chain(() -> transactions.in(tx -> activities
                        .insert(tx, activity, clock.instant())
                        .chain(() -> trail.append(tx, actor, "group-buy.create", activity, null, "new"))))
                .replaceWith(new ActivitySheet(activity, List.of(), null));
    }

    /**
     * A draft and one that is yet to begin may become anything that could be published; one that has begun can only get more
     * units and a later end.
     */
    public <T> Uni<Response> change(
            IdempotencyKey key, Object request, Command command, Plan plan, Function<ActivitySheet, T> shape) {
        return check.refusal(plan)
                .chain(refusal -> idempotency.once(
                        command.actor().id(),
                        "group-buys.change",
                        key,
                        request,
                        OK,
                        tx -> current(tx, command)
                                .chain(before -> change(tx, command, before, plan, refusal))
                                .chain(() -> sheet(tx, command.activity()))
                                .map(shape)));
    }

    private Uni<Void> change(Tx tx, Command command, Activity before, Plan plan, Optional<Refused> refusal) {
        return switch (before.state()) {
            case DRAFT -> rewrite(tx, command, before, plan, refusal);
            case SCHEDULED ->
                rewrite(tx, command, before, plan, refusal)
                        .chain(() -> reference(tx, before.id()))
                        .chain(reference -> allotments.giveBack(
                                tx, before.id().value(), reference, command.actor(), clock.instant()))
                        .chain(() -> allot(tx, command, plan, plan.quotas()));
            case RUNNING, PAUSED -> extend(tx, command, before, plan, refusal);
            case STOPPED, ENDED -> throw over(before);
        };
    }

    private Uni<Void> rewrite(Tx tx, Command command, Activity before, Plan plan, Optional<Refused> refusal) {
        return refusal.<Uni<Void>>map(Uni.createFrom()::failure).orElseGet(() -> save(tx, command, before, plan));
    }

    /** Of what is asked of a new plan only the law still counts: a price may have changed since, and that is no fault of this one. */
    private Uni<Void> extend(Tx tx, Command command, Activity before, Plan plan, Optional<Refused> refusal) {
        var faults = before.plan().illegalChanges(plan);
        if (!faults.isEmpty()) {
            throw Refused.fields(GroupBuyProblem.GROUP_BUY_IMMUTABLE, faults);
        }
        CheckPlan.obeyLaw(refusal);
        return save(tx, command, before, plan).chain(() -> allot(tx, command, plan, plan.raised(before.plan())));
    }

    private Uni<Void> save(Tx tx, Command command, Activity before, Plan plan) {
        var after = new Activity(before.id(), plan, before.state(), before.version() + 1);
        return alone(tx, after)
                .chain(() -> activities.update(tx, before, plan))
                .chain(() -> trail.append(tx, command.actor(), "group-buy.change", after, before, command.reason()));
    }

    /** Sets its stock aside and lets time decide whether it runs at once; refused naming the SKUs that are short. */
    public <T> Uni<Response> publish(
            IdempotencyKey key, Object request, Command command, Function<ActivitySheet, T> shape) {
        return activities
                .find(transactions.reads(), command.activity())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(activity -> check.refusal(activity.plan()))
                .chain(refusal -> idempotency.once(
                        command.actor().id(),
                        "group-buys.publish",
                        key,
                        request,
                        OK,
                        tx -> current(tx, command)
                                .chain(before -> publish(tx, command, before, refusal))
                                .chain(() -> sheet(tx, command.activity()))
                                .map(shape)));
    }

    private Uni<Void> publish(Tx tx, Command command, Activity before, Optional<Refused> refusal) {
        var now = clock.instant();
        var next = before.state().publish(!now.isBefore(before.plan().startsAt()));
        if (refusal.isPresent()) {
            return Uni.createFrom().failure(refusal.get());
        }
        var after = new Activity(before.id(), before.plan(), next, before.version() + 1);
        return alone(tx, after)
                .chain(() -> activities.move(tx, before, next, now))
                .chain(() -> allot(tx, command, before.plan(), before.plan().quotas()))
                .chain(() -> trail.append(tx, command.actor(), "group-buy.publish", after, before, command.reason()));
    }

    private Uni<Void> alone(Tx tx, Activity after) {
        return after.state().published()
                ? overlaps.refuse(tx, after.id(), after.plan())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> allot(Tx tx, Command command, Plan plan, Map<SkuId, Integer> units) {
        if (units.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return reference(tx, command.activity())
                .chain(reference -> allotments.allot(
                        tx, command.activity().value(), units, reference, command.actor(), clock.instant()))
                .invoke(shortages -> refuse(plan, shortages))
                .replaceWithVoid();
    }

    private Uni<String> reference(Tx tx, ActivityId activity) {
        return activities.nextReference(tx, activity);
    }

    private static void refuse(Plan plan, List<Shortage> shortages) {
        if (shortages.isEmpty()) {
            return;
        }
        var errors = IntStream.range(0, plan.offers().size())
                .boxed()
                .flatMap(i -> shortages.stream()
                        .filter(each -> each.sku().equals(plan.offers().get(i).sku()))
                        .map(each -> new FieldError(
                                "skus[" + i + "].quota",
                                each.wanted() + " units are wanted, " + each.saleable() + " can be set aside")))
                .toList();
        throw Refused.fields(InventoryProblem.STOCK_SHORT, errors);
    }

    /** The activity, locked, in the version that the caller has read. */
    private Uni<Activity> current(Tx tx, Command command) {
        return activities
                .lock(tx, command.activity())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(activity -> sameVersion(activity, command.version()));
    }

    static void sameVersion(Activity activity, long version) {
        if (activity.version() != version) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED,
                    "The activity has another version now",
                    Map.of(
                            "version",
                            activity.version(),
                            "state",
                            activity.state().name()));
        }
    }

    private static Refused over(Activity activity) {
        return Refused.with(
                CommonProblem.STATE_CHANGED,
                "The activity is " + activity.state(),
                Map.of("state", activity.state().name()));
    }

    private Uni<ActivitySheet> sheet(Tx tx, ActivityId id) {
        return activities.find(tx, id).chain(activity -> sheets.of(tx, activity));
    }
}
