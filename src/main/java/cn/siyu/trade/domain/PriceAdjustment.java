package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.trade.OrderId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Another price for an unpaid order. Goods never cost more than the buyer agreed to; freight may go either way, and he sees
 * both prices before he pays.
 *
 * @param version of the order that was looked at
 */
public record PriceAdjustment(
        UUID id, OrderId order, State state, long version, Price before, Price after, String reason, UUID proposer) {

    /** Where it stands. */
    @Schema(name = "PriceAdjustmentState")
    public enum State {
        /** It is so large that a second person has to agree. */
        PROPOSED,
        DONE,
        REJECTED
    }

    /** What an order costs. */
    public record Price(Money goods, Money freight) {
        public Money total() {
            return goods.plus(freight);
        }
    }

    /** What a line cost when it was ordered. */
    public record Ordered(UUID line, Money amount) {}

    /** Refused when the order is not one whose price can be changed any more, or is not the one that was looked at. */
    public static PriceAdjustment of(UUID id, Order order, long version, Price after, String reason, Actor proposer) {
        demandUnpaid(order, version);
        if (order.standing().hold().isPresent()) {
            throw new Refused(TradeProblem.PRICE_FIXED);
        }
        if (!after.total().isPositive()) {
            throw new Refused(TradeProblem.PRICE_TOO_LOW);
        }
        var before = new Price(order.money().goods(), order.money().freight());
        return new PriceAdjustment(id, order.id(), State.PROPOSED, version, before, after, reason, proposer.id());
    }

    public static void demandUnpaid(Order order, long version) {
        if (order.kind() != OrderState.Kind.PENDING_PAYMENT || order.version() != version) {
            throw OrderState.changed(order.kind());
        }
    }

    /** Whether one person may decide it. */
    public boolean within(Money limit) {
        var change = after.total().minus(before.total());
        return (change.isNegative() ? change.negated() : change).compareTo(limit) <= 0;
    }

    /** Nobody agrees with himself. */
    public void demandSecond(Actor actor) {
        if (state != State.PROPOSED) {
            throw Refused.with(
                    CommonProblem.STATE_CHANGED, "The adjustment is " + state, Map.of("state", state.name()));
        }
        if (actor.id().equals(proposer)) {
            throw new Refused(TradeProblem.OTHER_PERSON_NEEDED);
        }
    }

    /** What each line costs from now on: the new price of the goods is shared by what they cost when they were ordered. */
    public Map<UUID, Money> lines(List<Ordered> ordered) {
        var most = Money.sum(ordered.stream().map(Ordered::amount).toList());
        if (after.goods().compareTo(most) > 0) {
            throw new Refused(
                    TradeProblem.PRICE_TOO_HIGH, "The goods were ordered for " + most + " yuan and cost no more");
        }
        var shares = most.isZero()
                ? ordered.stream().map(_ -> Money.ZERO).toList()
                : after.goods()
                        .shareBy(ordered.stream()
                                .map(each -> each.amount().fen())
                                .toList());
        return IntStream.range(0, ordered.size())
                .boxed()
                .collect(Collectors.toMap(i -> ordered.get(i).line(), shares::get));
    }
}
