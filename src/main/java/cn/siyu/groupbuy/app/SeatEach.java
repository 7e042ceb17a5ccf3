package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.app.ReadWish.Read;
import cn.siyu.groupbuy.app.SeatsTogether.Asking;
import cn.siyu.groupbuy.app.TakeSeat.Elsewhere;
import cn.siyu.groupbuy.app.TakeSeat.Taken;
import cn.siyu.groupbuy.domain.Applicant;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Pending;
import cn.siyu.groupbuy.domain.ConditionText;
import cn.siyu.groupbuy.domain.GivenAway;
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.domain.JoinDecision.Seated;
import cn.siyu.groupbuy.domain.JoinDecision.TurnedAway;
import cn.siyu.groupbuy.domain.Seating;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.kernel.merge.TryAgain;
import cn.siyu.kernel.merge.Verdict;
import cn.siyu.kernel.merge.Verdict.Done;
import cn.siyu.kernel.merge.Verdict.No;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Orders.Placed;
import cn.siyu.trade.Orders.Placement;
import cn.siyu.trade.Orders.Sale;
import cn.siyu.trade.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides who asks for a place, one after the other, and gathers what is to be written for those who get one. */
final class SeatEach {

    private final Seating seating;
    private final Sale sale;
    private final List<Pending> opened = new ArrayList<>();
    private final List<SeatStore.Taken> seats = new ArrayList<>();
    private final Map<UUID, Money> given = new LinkedHashMap<>();
    private boolean lacking;
    private @Nullable Money budget;

    /** @param budget what the activity may still give away; null when nobody counts it */
    SeatEach(Seating seating, Sale sale, @Nullable Money budget) {
        this.seating = seating;
        this.sale = sale;
        this.budget = budget;
    }

    Seating seating() {
        return seating;
    }

    List<Pending> opened() {
        return opened;
    }

    List<SeatStore.Taken> seats() {
        return seats;
    }

    /** Whether there were no goods for somebody. */
    boolean lacking() {
        return lacking;
    }

    /** What each place gives away of the budget. */
    Map<UUID, Money> given() {
        return given;
    }

    Verdict<Object> decide(Asking asking) {
        if (isHidden(asking)) {
            return new No<>(Refused.notFound());
        }
        var failure = asking.reading().failure();
        return failure.isPresent()
                ? new No<>(failure.get())
                : decide(asking, asking.reading().get());
    }

    /** A group whose leader has not paid is nobody's but his. */
    private boolean isHidden(Asking asking) {
        return asking.group().isPresent()
                && seating.group(asking.group().get())
                        .filter(group ->
                                !hides(group.kind()) || group.origin().leader().equals(asking.member()))
                        .isEmpty();
    }

    private static boolean hides(BuyGroup.Kind kind) {
        return kind == BuyGroup.Kind.PENDING || kind == BuyGroup.Kind.CANCELLED;
    }

    private Verdict<Object> decide(Asking asking, Read read) {
        var fresh = new BuyGroup.Origin(BuyGroupId.next(), asking.activity(), asking.member());
        var id = asking.group().orElse(fresh.id());
        var who = seating.applicant(id, asking.member(), read.inAudience(), read.newcomer());
        var decision = asking.group().isPresent()
                ? seating.join(id, who, read.quantity())
                : seating.open(fresh, who, read.quantity());
        return switch (decision) {
            case Seated seated -> seat(asking, read, seated);
            case TurnedAway(var reason) -> new No<>(turnedAway(reason, fresh, who, read));
        };
    }

    /** Never a new group for him unasked: he is told where else there is a place (B8). */
    private Throwable turnedAway(GroupBuyProblem reason, BuyGroup.Origin fresh, Applicant who, Read read) {
        return reason == GroupBuyProblem.GROUP_FULL || reason == GroupBuyProblem.GROUP_CLOSED
                ? new Elsewhere(reason, seating.open(fresh, who, read.quantity()) instanceof Seated)
                : new Refused(reason);
    }

    private Verdict<Object> seat(Asking asking, Read read, Seated seated) {
        var group = seated.group();
        var gives = gives(asking, read);
        if (budget != null && gives.compareTo(budget) > 0) {
            return new No<>(new Refused(GroupBuyProblem.GROUP_BUY_BUDGET_SPENT));
        }
        return switch (sale.place(new Orders.Priced(read.draft(), terms(read, group, seated.payBy())))) {
            case Placement.Done(var order) -> {
                var leader = asking.group().isEmpty();
                seating.take(seated, asking.member(), read.quantity(), leader);
                if (leader) {
                    opened.add((Pending) group);
                }
                seats.add(seat(read, group, order, leader));
                give(order, gives);
                yield new Done<>(asking.shape().apply(new Taken(order, group)));
            }
            case Placement.Lacking _ -> {
                lacking = true;
                yield new No<>(SeatGate.sold());
            }
        };
    }

    private static Money gives(Asking asking, Read read) {
        return GivenAway.atMost(
                read.activity().plan(),
                read.offer(),
                read.draft().listPrice(),
                read.quantity(),
                asking.group().isEmpty());
    }

    private void give(Placed order, Money gives) {
        if (budget != null) {
            budget = budget.minus(gives);
            given.put(order.order(), gives);
        }
    }

    private static SeatStore.Taken seat(Read read, BuyGroup group, Placed order, boolean leader) {
        return new SeatStore.Taken(
                order.order(),
                group.origin().id(),
                group.origin().activity(),
                read.draft().member(),
                leader,
                read.offer().sku(),
                read.quantity(),
                read.offer().price(),
                order.payBy());
    }

    private static Terms terms(Read read, BuyGroup group, Instant payBy) {
        var plan = read.activity().plan();
        var expiresAt = group instanceof Open open ? Optional.of(open.expiresAt()) : Optional.<Instant>empty();
        return new Terms(
                HoldSeats.KIND,
                read.activity().id().value(),
                group.origin().id().value(),
                read.offer().price(),
                plan.commission(),
                plan.commissionRate(),
                plan.community(),
                payBy,
                ConditionText.of(read.activity(), expiresAt));
    }

    /** The rule has looked already; somebody outside of the batch has taken what it saw. */
    static void all(int rows, int wanted) {
        if (rows != wanted) {
            throw new TryAgain("%d of %d rows were as they had been read".formatted(rows, wanted));
        }
    }
}
