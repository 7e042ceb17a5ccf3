package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import cn.siyu.trade.OrderId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * An order: its state, its lines and its money. Each command answers the next order; who saves it compares {@code version},
 * so of two commands at once the second decides again on what the first left, and may be told {@code STATE_CHANGED} (E17).
 *
 * @param payment the capture that this order lives on
 * @param refunds how many refund numbers were given out
 * @param standing what is needed when it becomes firm
 */
public record Order(
        OrderId id,
        String number,
        MemberId member,
        long version,
        OrderState state,
        OrderMoney money,
        int refunds,
        Optional<UUID> payment,
        Standing standing,
        List<OrderLine> lines) {

    private static final Set<OrderState.Kind> SOLD = EnumSet.of(
            OrderState.Kind.TO_SHIP,
            OrderState.Kind.PARTLY_SHIPPED,
            OrderState.Kind.SHIPPED,
            OrderState.Kind.RECEIVED,
            OrderState.Kind.COMPLETED);

    public OrderState.Kind kind() {
        return state.kind();
    }

    public Order paid(UUID capture, Instant at) {
        return new Order(
                id, number, member, version, state.pay(at), money, refunds, Optional.of(capture), standing, lines);
    }

    public Order revived(UUID capture, Instant at) {
        return new Order(
                id, number, member, version, state.revive(at), money, refunds, Optional.of(capture), standing, lines);
    }

    /** Paid, in time or late, and held back by what it sits in. */
    public Order held(UUID capture, Instant at) {
        return new Order(
                id, number, member, version, state.hold(at), money, refunds, Optional.of(capture), standing, lines);
    }

    public Order cancelled(CancelledBy by, Instant at) {
        return in(state.cancel(by, at));
    }

    public Order received(Instant at) {
        return in(state.receive(at));
    }

    public Order completed(Instant at) {
        return in(state.complete(at));
    }

    /** A parcel with these units by line leaves. */
    public Order shipped(Map<UUID, Integer> units, Instant at) {
        demandOwn(units);
        var next = with(line -> units.containsKey(line.id()) ? line.ship(units.get(line.id())) : line);
        return next.in(state.ship(next.lines.stream().allMatch(line -> line.toShip() == 0), at));
    }

    /** Units that are still to ship, by line. */
    public Map<UUID, Integer> rest() {
        return lines.stream()
                .filter(line -> line.toShip() > 0)
                .collect(Collectors.toMap(OrderLine::id, OrderLine::toShip));
    }

    /** The same of the goods of one supplier. */
    public Map<UUID, Integer> restOf(UUID supplier) {
        return lines.stream()
                .filter(line -> line.toShip() > 0 && line.sold().supplier().equals(Optional.of(supplier)))
                .collect(Collectors.toMap(OrderLine::id, OrderLine::toShip));
    }

    public boolean anythingShipped() {
        return lines.stream().anyMatch(line -> line.shipped() > 0);
    }

    /** Gives up all that was not shipped. */
    public Order withdrawn(Instant at) {
        return withdrawn(rest(), at);
    }

    /** Gives up units that were not shipped; while others are still to ship the order waits for those. */
    public Order withdrawn(Map<UUID, Integer> units, Instant at) {
        demandOwn(units);
        var withNothingLeft = state.withdraw(at);
        var next = with(line -> units.containsKey(line.id()) ? line.withdraw(units.get(line.id())) : line);
        return next.rest().isEmpty() ? next.in(withNothingLeft) : next;
    }

    private void demandOwn(Map<UUID, Integer> units) {
        if (!lines.stream().map(OrderLine::id).toList().containsAll(units.keySet())) {
            throw Refused.notFound();
        }
    }

    public Order claimed(Map<UUID, Integer> units) {
        return with(line -> units.containsKey(line.id()) ? line.claim(units.get(line.id())) : line);
    }

    /** A claim came to nothing: its units may be claimed again. */
    public Order unclaimed(AfterSale claim) {
        var free = money.unpromise(claim.goods(), claim.freight());
        var next = new Order(id, number, member, version, state, free, refunds, payment, standing, lines);
        for (var part : claim.lines()) {
            next = next.with(
                    line -> line.id().equals(part.line()) ? line.unclaim(part.quantity(), part.worth()) : line);
        }
        return next;
    }

    /** Promises money back and gives out the next refund number; refused when more than is left was asked for. */
    public Order promised(Money goods, Money freight) {
        return new Order(
                id,
                number,
                member,
                version,
                state,
                money.promise(goods, freight),
                refunds + 1,
                payment,
                standing,
                lines);
    }

    /** The number of the latest refund: fixed when it is given out, never another for the same cause (E8). */
    public String refundNumber() {
        return "R" + number + "-" + refunds;
    }

    /** A promised refund has arrived; the order is closed when nothing of it is left. */
    public Order settled(Money amount, Map<UUID, Integer> units, Instant at) {
        var next = with(line -> units.containsKey(line.id()) ? line.refund(units.get(line.id())) : line);
        var settled = new Order(
                id, number, member, version, state, money.settle(amount), refunds, payment, standing, next.lines);
        return settled.nothingLeft() && kind() != OrderState.Kind.CLOSED ? settled.in(state.close(at)) : settled;
    }

    /** Money that came back because the price became less leaves the goods with the buyer, even when it is all of it. */
    private boolean nothingLeft() {
        var cost = Money.sum(lines.stream().map(OrderLine::amount).toList());
        var rebated = money.goods().minus(cost);
        return (money.allRefunded() && rebated.compareTo(money.total()) < 0)
                || lines.stream().allMatch(line -> line.refunded() == line.quantity());
    }

    /** What it sold for became less, and that much is promised back; empty when nothing of it is to be sent any more. */
    public Optional<Rebated> rebated(Money whole) {
        var line = lines.getFirst();
        var due = line.rebateOf(whole);
        var amount = due.compareTo(money.goodsLeft()) < 0 ? due : money.goodsLeft();
        if (!SOLD.contains(kind()) || !amount.isPositive()) {
            return Optional.empty();
        }
        return Optional.of(new Rebated(
                with(each -> each.equals(line) ? each.rebate(amount) : each).promised(amount, Money.ZERO),
                line.id(),
                amount));
    }

    /** An order that costs less than it did, and by how much. */
    public record Rebated(Order order, UUID line, Money amount) {}

    /** All units by line: what goes back when an order that was held back is given up. */
    public Map<UUID, Integer> everything() {
        return lines.stream().collect(Collectors.toMap(OrderLine::id, OrderLine::quantity));
    }

    public OrderLine line(UUID line) {
        return lines.stream().filter(each -> each.id().equals(line)).findFirst().orElseThrow(Refused::notFound);
    }

    private Order in(OrderState next) {
        return new Order(id, number, member, version, next, money, refunds, payment, standing, lines);
    }

    private Order with(UnaryOperator<OrderLine> change) {
        return new Order(
                id,
                number,
                member,
                version,
                state,
                money,
                refunds,
                payment,
                standing,
                lines.stream().map(change).toList());
    }
}
