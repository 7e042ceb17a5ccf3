package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.ReadWish.Read;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.domain.Applicant;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.BuyGroup.Pending;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.domain.JoinDecision;
import cn.siyu.groupbuy.domain.JoinDecision.Seated;
import cn.siyu.groupbuy.domain.JoinDecision.TurnedAway;
import cn.siyu.groupbuy.store.GroupStore;
import cn.siyu.groupbuy.store.PersonStore;
import cn.siyu.groupbuy.store.Screens;
import cn.siyu.kernel.idempotency.Idempotency;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.Orders.Placed;
import cn.siyu.trade.SaleProblem;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Opens a group or joins one: the place and its order together, before anything is paid (B4, B6-B8). */
@ApplicationScoped
public class TakeSeat {

    private static final int CREATED = 201;
    private static final int ALTERNATIVES = 5;

    private final ReadWish wishes;
    private final WriteSeat writer;
    private final GroupStore groups;
    private final PersonStore persons;
    private final Screens screens;
    private final Idempotency idempotency;
    private final Transactions transactions;
    private final GroupBuySettings settings;
    private final ShopClock clock;

    @Inject
    TakeSeat(
            ReadWish wishes,
            WriteSeat writer,
            GroupStore groups,
            PersonStore persons,
            Screens screens,
            Idempotency idempotency,
            Transactions transactions,
            GroupBuySettings settings,
            ShopClock clock) {
        this.wishes = wishes;
        this.writer = writer;
        this.groups = groups;
        this.persons = persons;
        this.screens = screens;
        this.idempotency = idempotency;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** A place that was taken, with its order that waits for its payment. */
    public record Taken(Placed order, BuyGroup group) {}

    /** A request of a member: what he wants, and the total that he was shown and agrees to. */
    public record Command(IdempotencyKey key, Object request, Wish wish, Money agreedTotal) {}

    /** What the reading before the transaction came to: a repetition gets its stored answer whatever has changed since. */
    private record Reading(Optional<Read> read, Optional<Throwable> failure) {
        Read get() {
            return read.orElseThrow();
        }
    }

    public <T> Uni<Response> open(ActivityId activity, Command command, Function<Taken, T> shape) {
        return reading(wishes.read(activity, command.wish(), false), command)
                .chain(reading ->
                        once(command, "groups.open", tx -> open(tx, reading).map(shape)));
    }

    public <T> Uni<Response> join(BuyGroupId group, Command command, Function<Taken, T> shape) {
        var read = groups.find(transactions.reads(), group)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(found -> refuseHidden(found, command.wish().member()))
                .chain(found -> wishes.read(found.origin().activity(), command.wish(), true));
        return reading(read, command)
                .chain(reading -> once(
                        command, "groups.join", tx -> join(tx, group, reading).map(shape)));
    }

    private <T> Uni<Response> once(Command command, String operation, Function<Tx, Uni<T>> effect) {
        return idempotency.once(
                command.wish().member().value(), operation, command.key(), command.request(), CREATED, effect);
    }

    private static Uni<Reading> reading(Uni<Read> read, Command command) {
        return read.invoke(found -> refuseOtherPrice(found, command.agreedTotal()))
                .map(found -> new Reading(Optional.of(found), Optional.empty()))
                .onFailure()
                .recoverWithItem(failure -> new Reading(Optional.empty(), Optional.of(failure)));
    }

    private Uni<Taken> open(Tx tx, Reading reading) {
        if (reading.failure().isPresent()) {
            return Uni.createFrom().failure(reading.failure().get());
        }
        var read = reading.get();
        var now = clock.instant();
        var origin = new BuyGroup.Origin(
                BuyGroupId.next(), read.activity().id(), read.draft().member());
        return applicant(tx, read, origin.id())
                .map(who ->
                        JoinDecision.open(read.activity(), origin, who, read.quantity(), settings.minPayWindow(), now))
                .chain(decision -> switch (decision) {
                    case Seated(var group, var payBy) ->
                        groups.insert(tx, (Pending) group, now)
                                .chain(() -> writer.write(tx, read, group, payBy, true, now))
                                .map(order -> new Taken(order, group));
                    case TurnedAway(var reason) -> Uni.createFrom().failure(new Refused(reason));
                });
    }

    /** Looks without a lock first: whoever comes too late does not stand in the way of those who do not. */
    private Uni<Taken> join(Tx tx, BuyGroupId id, Reading reading) {
        if (reading.failure().isPresent()) {
            return Uni.createFrom().failure(reading.failure().get());
        }
        var read = reading.get();
        var now = clock.instant();
        return applicant(tx, read, id)
                .chain(who -> groups.find(tx, id)
                        .chain(glimpse -> decide(read, glimpse, who, now) instanceof TurnedAway(var reason)
                                ? turnAway(tx, read, who, reason, now)
                                : groups.lock(tx, id)
                                        .chain(group -> carryOut(tx, read, decide(read, group, who, now), who, now))));
    }

    private JoinDecision decide(Read read, BuyGroup group, Applicant who, Instant now) {
        return JoinDecision.join(read.activity(), group, who, read.quantity(), settings.minPayWindow(), now);
    }

    private Uni<Taken> carryOut(Tx tx, Read read, JoinDecision decision, Applicant who, Instant now) {
        return switch (decision) {
            case Seated(var group, var payBy) ->
                groups.hold(tx, group.origin().id(), settings.minPayWindow(), now)
                        .chain(held -> held == 1
                                ? writer.write(tx, read, group, payBy, false, now)
                                        .map(order -> new Taken(order, group))
                                : turnAway(tx, read, who, GroupBuyProblem.GROUP_FULL, now));
            case TurnedAway(var reason) -> turnAway(tx, read, who, reason, now);
        };
    }

    /** Never a new group for him unasked: he is told where else there is a place (B8). */
    private Uni<Taken> turnAway(Tx tx, Read read, Applicant who, GroupBuyProblem reason, Instant now) {
        if (reason != GroupBuyProblem.GROUP_FULL && reason != GroupBuyProblem.GROUP_CLOSED) {
            return Uni.createFrom().failure(new Refused(reason));
        }
        var activity = read.activity();
        var member = read.draft().member();
        var origin = new BuyGroup.Origin(BuyGroupId.next(), activity.id(), member);
        var canOpen = JoinDecision.open(activity, origin, who, read.quantity(), settings.minPayWindow(), now)
                instanceof Seated;
        return screens.joinable(tx, activity.id(), Optional.of(member), now.plus(settings.minPayWindow()), ALTERNATIVES)
                .map(open -> open.stream().map(each -> each.id().value()).toList())
                .chain(open -> Uni.createFrom()
                        .failure(Refused.with(
                                reason, reason.title(), Map.of("alternatives", open, "canOpenNew", canOpen))));
    }

    private Uni<Applicant> applicant(Tx tx, Read read, BuyGroupId group) {
        return persons.applicant(
                tx, read.activity().id(), group, read.draft().member(), read.inAudience(), read.newcomer());
    }

    /** A group whose leader has not paid is nobody's but his. */
    private static void refuseHidden(BuyGroup group, MemberId member) {
        var hidden = group.kind() == BuyGroup.Kind.PENDING || group.kind() == BuyGroup.Kind.CANCELLED;
        if (hidden && !group.origin().leader().equals(member)) {
            throw Refused.notFound();
        }
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
