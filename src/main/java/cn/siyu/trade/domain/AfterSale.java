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
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A claim of a buyer on units of his order (E10). What it is worth and under which number it will be refunded is fixed when
 * it is made.
 *
 * @param unshipped the units had not left the house: nothing has to come back
 * @param byLaw it approves itself: inside the seven days no reason is asked (L1)
 * @param from the exchange that its units came by; empty: they were shipped with the order
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
        Optional<AfterSaleId> from,
        List<Line> lines) {

    /** What the buyer wants. */
    @Schema(name = "AfterSaleType")
    public enum Type {
        RETURN_REFUND,
        REFUND_ONLY,
        /** Other units for those that he sends back; no money moves, but what they are worth is kept for him until he has them. */
        EXCHANGE
    }

    /** Where the claim stands; which command leads from where to where is in the methods of the after-sale. */
    @Schema(name = "AfterSaleState")
    public enum State {
        APPLIED,
        SELLER_AGREED,
        BUYER_SENT,
        /** Of an exchange: the goods are back, and what is given for them is still to leave. */
        SELLER_RECEIVED,
        REFUNDING,
        DONE,
        BUYER_CANCELLED,
        SELLER_REJECTED,
        RECEIPT_REFUSED;

        /** Still something to be done: an order with such a claim is not completed. */
        public boolean live() {
            return switch (this) {
                case APPLIED, SELLER_AGREED, BUYER_SENT, SELLER_RECEIVED, REFUNDING -> true;
                case DONE, BUYER_CANCELLED, SELLER_REJECTED, RECEIPT_REFUSED -> false;
            };
        }
    }

    /** Units of one order line, what they are worth, and what an exchange gives for them. */
    public record Line(UUID line, int quantity, Money worth, Optional<Replacement> instead) {

        public Line(UUID line, int quantity, Money worth) {
            this(line, quantity, worth, Optional.empty());
        }
    }

    /** The same with the lines that were read for it. */
    public AfterSale of(List<Line> itsLines) {
        return new AfterSale(
                id, order, member, version, type, state, reason, refundNo, goods, freight, unshipped, byLaw, from,
                itsLines);
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
        return to(type == Type.REFUND_ONLY ? State.REFUNDING : State.SELLER_AGREED, State.APPLIED);
    }

    /** Silence was a yes, and there is nothing to exchange for: it goes on as a return. */
    public AfterSale approvedAsReturn() {
        return asReturn().to(State.SELLER_AGREED, State.APPLIED);
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
        return to(
                type == Type.EXCHANGE ? State.SELLER_RECEIVED : State.REFUNDING, State.SELLER_AGREED, State.BUYER_SENT);
    }

    /** What is given for the goods has left: an exchange is done. */
    public AfterSale replaced() {
        return to(State.DONE, State.SELLER_RECEIVED);
    }

    /** What should be given cannot be sent: from here on the exchange is a return, and its money goes back instead. */
    public AfterSale turned() {
        return switch (state) {
            case APPLIED -> approvedAsReturn();
            case SELLER_AGREED, BUYER_SENT -> asReturn();
            case SELLER_RECEIVED -> asReturn().in(State.REFUNDING);
            case REFUNDING, DONE, BUYER_CANCELLED, SELLER_REJECTED, RECEIPT_REFUSED -> throw changed(state);
        };
    }

    private AfterSale asReturn() {
        if (type != Type.EXCHANGE) {
            throw changed(state);
        }
        return new AfterSale(
                id,
                order,
                member,
                version,
                Type.RETURN_REFUND,
                state,
                reason,
                refundNo,
                goods,
                freight,
                unshipped,
                byLaw,
                from,
                lines);
    }

    /**
     * Its time is over: silence of the staff is a yes, silence of the buyer the end of his claim. Nobody waits for ever for what
     * he was to get in exchange: he gets his money.
     */
    public AfterSale lapsed() {
        return switch (state) {
            case APPLIED -> approved();
            case SELLER_AGREED -> cancelled();
            case BUYER_SENT -> (type == Type.EXCHANGE ? asReturn() : this).received();
            case SELLER_RECEIVED -> turned();
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
                id, order, member, version, type, next, reason, refundNo, goods, freight, unshipped, byLaw, from,
                lines);
    }

    /**
     * What a claim asks for: units by line; empty means everything that is still to ship.
     *
     * @param proofs addresses of pictures that show why
     * @param unsent it says itself that its units are such as have not left
     * @param from the exchange that the units came by
     * @param instead what an exchange is to give, by line
     */
    public record Claim(
            Type type,
            String reason,
            Map<UUID, Integer> units,
            List<String> proofs,
            boolean unsent,
            Optional<AfterSaleId> from,
            Map<UUID, Replacement.Choice> instead) {

        public Claim(Type type, String reason, Map<UUID, Integer> units) {
            this(type, reason, units, List.of(), false, Optional.empty(), Map.of());
        }

        /** Units that have not left and are not to be sent any more. */
        public static Claim unsent(String reason, Map<UUID, Integer> units) {
            return new Claim(Type.REFUND_ONLY, reason, units, List.of(), true, Optional.empty(), Map.of());
        }
    }

    /** A claim, and the order that now knows of it. */
    public record Opened(AfterSale afterSale, Order order) {}

    /** Opens a claim on an order of which nothing was exchanged. */
    public static Opened open(AfterSaleId id, Order order, Claim claim, Instant now) {
        return open(id, order, claim, List.of(), now);
    }

    /**
     * Opens a claim. Units that have not left are refunded at once and not sent any more; the freight goes back with the last
     * of them when nothing had left. Units that have left are returned or exchanged inside the window (L1), or refunded without
     * return when staff agree.
     *
     * @param exchanged what exchanges of this order gave
     */
    public static Opened open(AfterSaleId id, Order order, Claim claim, List<Exchanged> exchanged, Instant now) {
        return new Claiming(id, order, claim, exchanged, now).open();
    }
}
