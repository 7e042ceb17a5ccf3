package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.SeatsTogether.Asking;
import cn.siyu.groupbuy.app.TakeSeat.Reading;
import cn.siyu.groupbuy.app.TakeSeat.Taken;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.Seating;
import cn.siyu.groupbuy.domain.Seating.Place;
import cn.siyu.groupbuy.domain.Seating.Share;
import cn.siyu.groupbuy.store.ActivityStore;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.PersonStore;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.kernel.idempotency.IdempotentBatch;
import cn.siyu.kernel.idempotency.IdempotentBatch.Batch;
import cn.siyu.kernel.idempotency.IdempotentBatch.Request;
import cn.siyu.kernel.merge.Merged;
import cn.siyu.kernel.merge.Verdict;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Orders.Sale;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who asks for a place in one activity at this moment, in one transaction: rows are locked in the house order (groups,
 * stock), everything is loaded once, each is decided in turn by the rule for one, and what was decided is written set-based.
 * Batches of one activity follow one another, also those of other instances.
 */
@Singleton
class SeatsTogether implements Merged<Asking, Response> {

    static final int CREATED = 201;

    /** The lock under which the batches of an activity follow one another, also those of other instances. */
    static final String LANE = "groupbuy.seats:";

    private final Orders orders;
    private final ActivityStore activities;
    private final GroupStore groups;
    private final PersonStore persons;
    private final SeatStore seats;
    private final BudgetStore budgets;
    private final SeatGate gate;
    private final IdempotentBatch once;
    private final Changes changes;
    private final GroupBuySettings settings;
    private final ShopClock clock;

    @Inject
    SeatsTogether(
            Orders orders,
            ActivityStore activities,
            GroupStore groups,
            PersonStore persons,
            SeatStore seats,
            BudgetStore budgets,
            SeatGate gate,
            IdempotentBatch once,
            Changes changes,
            GroupBuySettings settings,
            ShopClock clock) {
        this.orders = orders;
        this.activities = activities;
        this.groups = groups;
        this.persons = persons;
        this.seats = seats;
        this.budgets = budgets;
        this.gate = gate;
        this.once = once;
        this.changes = changes;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A request for a place with everything that was read for it.
     *
     * @param group to be joined; empty: a new one is opened
     */
    record Asking(
            Request request,
            ActivityId activity,
            Optional<BuyGroupId> group,
            MemberId member,
            Reading reading,
            Function<Taken, Object> shape) {

        private Optional<Place> place() {
            return group.map(id -> new Place(id, member));
        }
    }

    /** What the batch stands on, gathered as the answers come in. */
    private static final class Loaded {
        private List<BuyGroup> groups = List.of();
        private @Nullable Activity activity;
        private Map<MemberId, Share> shares = Map.of();
        private List<Place> places = List.of();
        private @Nullable Sale sale;
        private @Nullable Money budget;
        private @Nullable Batch<Asking> batch;
    }

    @Override
    public String name() {
        return "seats";
    }

    @Override
    public Uni<List<Verdict<Response>>> carryOut(Tx tx, List<Asking> commands, Runnable locked) {
        var now = clock.instant();
        return load(tx, commands, locked, now).chain(loaded -> write(tx, loaded, now));
    }

    /** All sent in one go: what is read behind a lock is read when it is had. */
    private Uni<Loaded> load(Tx tx, List<Asking> commands, Runnable locked, Instant now) {
        var activity = commands.getFirst().activity();
        var places = commands.stream().flatMap(each -> each.place().stream()).toList();
        var joined = places.stream().map(Place::group).distinct().toList();
        var drafts = commands.stream()
                .flatMap(each -> each.reading().read().stream())
                .map(ReadWish.Read::draft)
                .toList();
        var members = commands.stream().map(Asking::member).distinct().toList();
        var loaded = new Loaded();
        return tx.together(
                        tx.hold(LANE + activity.value()),
                        joined.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : groups.lock(tx, joined).invoke(found -> loaded.groups = found),
                        orders.sale(tx, activity.value(), drafts, now).invoke(sale -> {
                            loaded.sale = sale;
                            locked.run();
                        }),
                        activities.find(tx, activity).invoke(found -> loaded.activity = found),
                        budget(tx, commands).invoke(found -> loaded.budget = found),
                        persons.shares(tx, activity, members).invoke(found -> loaded.shares = found),
                        seats.living(tx, places).invoke(found -> loaded.places = found),
                        once.read(tx, commands, Asking::request).invoke(found -> loaded.batch = found))
                .replaceWith(loaded);
    }

    /** What may still be given away; null when nobody counts it. The guarded count behind it has the last word. */
    private Uni<Money> budget(Tx tx, List<Asking> commands) {
        var counted = commands.stream()
                .flatMap(each -> each.reading().read().stream())
                .anyMatch(read -> read.activity().plan().deal().lossBudget().isPresent());
        return counted
                ? budgets.level(tx, commands.getFirst().activity()).map(level -> level == null ? null : level.left())
                : Uni.createFrom().nullItem();
    }

    @SuppressWarnings("NullAway") // Everything was loaded: an activity that was read once is never deleted.
    private Uni<List<Verdict<Response>>> write(Tx tx, Loaded loaded, Instant now) {
        var seating =
                new Seating(loaded.activity, loaded.groups, loaded.shares, loaded.places, settings.minPayWindow(), now);
        var sitting = new SeatEach(seating, loaded.sale, loaded.budget);
        var answers = loaded.batch
                .answer(tx, loaded.batch.fresh().stream().map(sitting::decide).toList(), CREATED)
                .memoize()
                .indefinitely();
        if (sitting.lacking()) {
            gate.isShort(seating.activity().id());
        }
        if (!sitting.seats().isEmpty()) {
            changes.tell(
                    tx,
                    List.of(Changes.topic("activity", seating.activity().id().value())));
        }
        return tx.together(
                        () -> gate.know(seating.activity().id(), seating.taken().keySet()),
                        () -> groupsOf(tx, sitting, now),
                        loaded.sale::write,
                        () -> sitting.seats().isEmpty() ? nothing() : seats.insert(tx, sitting.seats(), now),
                        () -> personsOf(tx, seating),
                        () -> givenOf(tx, sitting),
                        () -> answers)
                .chain(() -> answers);
    }

    private Uni<Void> groupsOf(Tx tx, SeatEach sitting, Instant now) {
        var held = sitting.seating().held();
        return tx.together(
                sitting.opened().isEmpty() ? nothing() : groups.insert(tx, sitting.opened(), now),
                held.isEmpty()
                        ? nothing()
                        : groups.hold(tx, held, settings.minPayWindow(), now)
                                .invoke(rows -> SeatEach.all(rows, held.size())));
    }

    private Uni<?> personsOf(Tx tx, Seating seating) {
        var taken = seating.taken();
        return taken.isEmpty()
                ? nothing()
                : persons.take(tx, seating.activity(), taken).invoke(rows -> SeatEach.all(rows, taken.size()));
    }

    /** The hottest row of all comes last. */
    private Uni<?> givenOf(Tx tx, SeatEach sitting) {
        var given = sitting.given();
        return given.isEmpty()
                ? nothing()
                : budgets.take(tx, sitting.seating().activity().id(), given)
                        .invoke(enough -> SeatEach.all(enough ? 1 : 0, 1));
    }

    private static Uni<?> nothing() {
        return Uni.createFrom().voidItem();
    }
}
