package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A claim of a buyer on units of his order (E10). What it is worth and under which number it will be refunded is fixed when
 * it is made.
 *
 * @param unshipped the units had not left the house: nothing has to come back
 * @param byLaw it approves itself: inside the seven days no reason is asked (L1)
 */
public record AfterSale(
        AfterSaleId id,
        OrderId order,
        MemberId member,
        long version,
        Type type,
        State state,
        String reason,
        String refundNo,
        Money goods,
        Money freight,
        boolean unshipped,
        boolean byLaw,
        List<Line> lines) {

    /** What the buyer wants. */
    public enum Type {
        RETURN_REFUND,
        REFUND_ONLY
    }

    /** Where the claim stands; which command leads from where to where is in the methods of the after-sale. */
    public enum State {
        APPLIED,
        SELLER_AGREED,
        BUYER_SENT,
        REFUNDING,
        DONE,
        BUYER_CANCELLED,
        SELLER_REJECTED,
        RECEIPT_REFUSED;

        /** Still something to be done: an order with such a claim is not completed. */
        public boolean live() {
            return this == APPLIED || this == SELLER_AGREED || this == BUYER_SENT || this == REFUNDING;
        }
    }

    /** Units of one order line, and what they are worth. */
    public record Line(UUID line, int quantity, Money worth) {}

    /** The same with the lines that were read for it. */
    public AfterSale of(List<Line> itsLines) {
        return new AfterSale(
                id, order, member, version, type, state, reason, refundNo, goods, freight, unshipped, byLaw, itsLines);
    }

    public Money amount() {
        return goods.plus(freight);
    }

    public Map<UUID, Integer> units() {
        return lines.stream().collect(Collectors.toMap(Line::line, Line::quantity));
    }

    /** The first step, taken at once when the law or the state of the goods leaves nothing to decide. */
    public AfterSale begun() {
        if (unshipped) {
            return in(State.REFUNDING);
        }
        return byLaw ? in(State.SELLER_AGREED) : this;
    }

    public AfterSale approved() {
        return to(type == Type.RETURN_REFUND ? State.SELLER_AGREED : State.REFUNDING, State.APPLIED);
    }

    /** Staff say no: to the claim, or to the goods that came back. */
    public AfterSale rejected() {
        return state == State.BUYER_SENT ? in(State.RECEIPT_REFUSED) : to(State.SELLER_REJECTED, State.APPLIED);
    }

    public AfterSale cancelled() {
        return to(State.BUYER_CANCELLED, State.APPLIED, State.SELLER_AGREED);
    }

    public AfterSale sent() {
        return to(State.BUYER_SENT, State.SELLER_AGREED);
    }

    /** The goods are back, whether the buyer told of the parcel or not. */
    public AfterSale received() {
        return to(State.REFUNDING, State.SELLER_AGREED, State.BUYER_SENT);
    }

    /** Its time is over: silence of the staff is a yes, silence of the buyer the end of his claim. */
    public AfterSale lapsed() {
        return switch (state) {
            case APPLIED -> approved();
            case SELLER_AGREED -> cancelled();
            case BUYER_SENT -> received();
            case REFUNDING, DONE, BUYER_CANCELLED, SELLER_REJECTED, RECEIPT_REFUSED -> throw changed(state);
        };
    }

    public AfterSale done() {
        return to(State.DONE, State.REFUNDING);
    }

    private AfterSale to(State next, State... from) {
        if (!List.of(from).contains(state)) {
            throw changed(state);
        }
        return in(next);
    }

    public static Refused changed(State current) {
        return Refused.with(
                CommonProblem.STATE_CHANGED, "The after-sale is " + current, Map.of("state", current.name()));
    }

    private AfterSale in(State next) {
        return new AfterSale(
                id, order, member, version, type, next, reason, refundNo, goods, freight, unshipped, byLaw, lines);
    }

    /**
     * What a claim asks for: units by line; empty means everything that is still to ship.
     *
     * @param proofs addresses of pictures that show why
     * @param unsent it says itself that its units are such as have not left
     */
    public record Claim(Type type, String reason, Map<UUID, Integer> units, List<String> proofs, boolean unsent) {

        public Claim(Type type, String reason, Map<UUID, Integer> units) {
            this(type, reason, units, List.of(), false);
        }

        /** Units that have not left and are not to be sent any more. */
        public static Claim unsent(String reason, Map<UUID, Integer> units) {
            return new Claim(Type.REFUND_ONLY, reason, units, List.of(), true);
        }

        /** Whether it means units that have not left: it says so, or its lines leave no doubt. */
        private boolean meansRest(Order order) {
            return unsent
                    || type == Type.REFUND_ONLY
                            && (units.equals(order.rest())
                                    || units.keySet().stream()
                                            .allMatch(line -> order.line(line).outside() == 0));
        }
    }

    /** A claim, and the order that now knows of it. */
    public record Opened(AfterSale afterSale, Order order) {}

    /**
     * Opens a claim. Units that have not left are refunded at once and not sent any more; the freight goes back with the last
     * of them when nothing had left. Units that have left are returned inside the window (L1), or refunded without return when staff agree.
     */
    public static Opened open(AfterSaleId id, Order order, Claim claim, Instant now) {
        if (claim.unsent()) {
            return unshipped(id, order, claim, now);
        }
        return switch (order.state()) {
            case OrderState.ToShip _ -> unshipped(id, order, claim, now);
            case OrderState.PartlyShipped _ ->
                claim.meansRest(order) ? unshipped(id, order, claim, now) : shipped(id, order, claim);
            case OrderState.Shipped _ -> shipped(id, order, claim);
            case OrderState.Received received -> inWindow(id, order, claim, received.receivedAt(), now);
            case OrderState.Completed completed -> inWindow(id, order, claim, completed.receivedAt(), now);
            case OrderState.PendingPayment _, OrderState.Grouping _, OrderState.Cancelled _, OrderState.Closed _ ->
                throw OrderState.changed(order.kind());
        };
    }

    private static Opened unshipped(AfterSaleId id, Order order, Claim claim, Instant now) {
        var units = claim.units().isEmpty() ? order.rest() : claim.units();
        var next = order.withdrawn(units, now);
        if (claim.type() != Type.REFUND_ONLY || units.isEmpty()) {
            throw new Refused(
                    TradeProblem.NOT_RETURNABLE, "What has not left is refunded and not returned: ask for REFUND_ONLY");
        }
        var nothingComes = next.rest().isEmpty() && !next.anythingShipped();
        var freight = nothingComes ? order.money().freightLeft() : Money.ZERO;
        return opened(id, next, claim.type(), claim.reason(), units, freight, true, true);
    }

    private static Opened inWindow(AfterSaleId id, Order order, Claim claim, Instant receivedAt, Instant now) {
        if (!ReturnWindow.open(receivedAt, now)) {
            throw new Refused(TradeProblem.RETURN_WINDOW_OVER);
        }
        return shipped(id, order, claim);
    }

    private static Opened shipped(AfterSaleId id, Order order, Claim claim) {
        if (claim.units().isEmpty()) {
            throw new Refused(TradeProblem.NOT_RETURNABLE, "Name the lines and units");
        }
        claim.units().forEach((line, units) -> {
            var each = order.line(line);
            if (units > each.outside()) {
                throw new Refused(
                        TradeProblem.NOT_RETURNABLE,
                        "Fewer units of " + each.sold().skuCode() + " are left to claim");
            }
        });
        var byLaw = claim.type() == Type.RETURN_REFUND
                && claim.units().keySet().stream()
                        .allMatch(line -> order.line(line).sold().returnable());
        return opened(id, order, claim.type(), claim.reason(), claim.units(), Money.ZERO, false, byLaw);
    }

    private static Opened opened(
            AfterSaleId id,
            Order order,
            Type type,
            String reason,
            Map<UUID, Integer> units,
            Money freight,
            boolean unshipped,
            boolean byLaw) {
        var lines = units.entrySet().stream()
                .map(each -> new Line(
                        each.getKey(),
                        each.getValue(),
                        order.line(each.getKey()).worthOf(each.getValue())))
                .toList();
        var worth = Money.sum(lines.stream().map(Line::worth).toList());
        // What staff gave back before as goodwill is not given back a second time.
        var goods =
                worth.compareTo(order.money().goodsLeft()) > 0 ? order.money().goodsLeft() : worth;
        var next = order.claimed(units).promised(goods, freight);
        var afterSale = new AfterSale(
                        id,
                        order.id(),
                        order.member(),
                        0,
                        type,
                        State.APPLIED,
                        reason,
                        next.refundNumber(),
                        goods,
                        freight,
                        unshipped,
                        byLaw,
                        lines)
                .begun();
        return new Opened(afterSale, next);
    }
}
