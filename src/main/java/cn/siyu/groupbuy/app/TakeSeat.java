package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.ReadWish.Read;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.app.SeatsTogether.Asking;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.Screens;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.idempotency.IdempotentBatch;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.merge.MergeWriter;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Orders.Placed;
import cn.siyu.trade.SaleProblem;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens a group or joins one: the place and its order together, before anything is paid (B4, B6-B8). Whatever concerns only
 * the asking person is read before; the place itself is decided by {@link SeatsTogether} with all others who ask.
 */
@Singleton
public class TakeSeat {

    private static final int ALTERNATIVES = 5;
    private static final int MOST_KNOWN_GROUPS = 50_000;

    private final ReadWish wishes;
    private final SeatsTogether together;
    private final MergeWriter writer;
    private final SeatGate gate;
    private final IdempotentBatch requests;
    private final Gather<BuyGroupId, ActivityId> activities;
    private final Screens screens;
    private final Sql reads;
    private final GroupBuySettings settings;
    private final ShopClock clock;

    /** To which activity a group belongs never changes. */
    private final Cache<BuyGroupId, ActivityId> known =
            Caffeine.newBuilder().maximumSize(MOST_KNOWN_GROUPS).build();

    @Inject
    TakeSeat(
            ReadWish wishes,
            SeatsTogether together,
            MergeWriter writer,
            SeatGate gate,
            IdempotentBatch requests,
            GroupStore groups,
            Screens screens,
            Lookups lookups,
            Transactions transactions,
            FreshContext contexts,
            GroupBuySettings settings,
            ShopClock clock) {
        this.wishes = wishes;
        this.together = together;
        this.writer = writer;
        this.gate = gate;
        this.requests = requests;
        this.screens = screens;
        this.reads = transactions.reads();
        this.activities = new Gather<>(contexts, ids -> groups.activities(lookups.reads(), ids));
        this.settings = settings;
        this.clock = clock;
    }

    /** A place that was taken, with its order that waits for its payment. */
    public record Taken(Placed order, BuyGroup group) {}

    /** A request of a member: what he wants, and the total that he was shown and agrees to. */
    public record Command(IdempotencyKey key, Object request, Wish wish, Money agreedTotal) {}

    /** What the reading before the transaction came to: a repetition gets its stored answer whatever has changed since. */
    record Reading(Optional<Read> read, Optional<Throwable> failure) {

        Read get() {
            return read.orElseThrow();
        }
    }

    /** The group has no place for him; where else there is one is looked up when nothing is locked any more. */
    static final class Elsewhere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final GroupBuyProblem reason;
        private final boolean canOpenNew;

        Elsewhere(GroupBuyProblem reason, boolean canOpenNew) {
            super(reason.title(), null, false, false);
            this.reason = reason;
            this.canOpenNew = canOpenNew;
        }
    }

    public <T> Uni<Response> open(ActivityId activity, Command command, Function<Taken, T> shape) {
        return take(activity, Optional.empty(), command, "groups.open", shape);
    }

    public <T> Uni<Response> join(BuyGroupId group, Command command, Function<Taken, T> shape) {
        return activityOf(group).chain(activity -> take(activity, Optional.of(group), command, "groups.join", shape));
    }

    /** The activity of a group that was asked for before. */
    Optional<ActivityId> known(BuyGroupId group) {
        return Optional.ofNullable(known.getIfPresent(group));
    }

    /** How whoever asks now would be turned away, because too many wait. */
    Optional<Refused> turnsAway(ActivityId activity) {
        return writer.turnsAway(lane(activity));
    }

    private static String lane(ActivityId activity) {
        return "seats:" + activity.value();
    }

    private Uni<ActivityId> activityOf(BuyGroupId group) {
        var activity = known.getIfPresent(group);
        return activity != null
                ? Uni.createFrom().item(activity)
                : activities
                        .of(group)
                        .map(found -> found.orElseThrow(Refused::notFound))
                        .invoke(found -> known.put(group, found));
    }

    private <T> Uni<Response> take(
            ActivityId activity,
            Optional<BuyGroupId> group,
            Command command,
            String operation,
            Function<Taken, T> shape) {
        var member = command.wish().member();
        var wish = command.wish();
        return gate.pass(activity, wish.sku(), wish.quantity(), member)
                .chain(() -> writer.admit(
                        lane(activity),
                        pass -> reading(activity, command, group.isPresent())
                                .chain(reading -> writer.submit(
                                        pass,
                                        together,
                                        new Asking(
                                                requests.request(
                                                        member.value(), operation, command.key(), command.request()),
                                                activity,
                                                group,
                                                member,
                                                reading,
                                                shape::apply)))))
                .onFailure(Elsewhere.class)
                .recoverWithUni(full -> alternatives(activity, member, full));
    }

    private Uni<Reading> reading(ActivityId activity, Command command, boolean joining) {
        return wishes.read(activity, command.wish(), joining)
                .invoke(found -> refuseOtherPrice(found, command.agreedTotal()))
                .map(found -> new Reading(Optional.of(found), Optional.empty()))
                .onFailure()
                .recoverWithItem(failure -> new Reading(Optional.empty(), Optional.of(failure)));
    }

    private Uni<Response> alternatives(ActivityId activity, MemberId member, Elsewhere full) {
        var until = clock.instant().plus(settings.minPayWindow());
        return screens.joinable(reads, activity, Optional.of(member), until, ALTERNATIVES)
                .map(open -> open.stream().map(each -> each.id().value()).toList())
                .chain(open -> Uni.createFrom()
                        .failure(Refused.with(
                                full.reason,
                                full.reason.title(),
                                Map.of("alternatives", open, "canOpenNew", full.canOpenNew))));
    }

    private static void refuseOtherPrice(Read read, Money agreed) {
        if (!read.total().equals(agreed)) {
            throw Refused.with(
                    SaleProblem.PRICE_CHANGED,
                    "The total is another one now",
                    Map.of(
                            "unitFen", read.offer().price().fen(),
                            "goodsFen", read.goods().fen(),
                            "freightFen", read.freight().fen(),
                            "totalFen", read.total().fen()));
        }
    }
}
