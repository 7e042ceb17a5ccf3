package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.util.Collections;
import java.util.UUID;

/**
 * One line of an order and what became of its units. Every unit is shipped, withdrawn (given up before it was shipped) or
 * still to ship; claimed units are in an after-sale that lives or is done.
 *
 * @param discount what coupons, staff before it was paid, and a better price after it was sold took off the line, to the fen;
 *     everything else that goes back of it is what it cost after that
 * @param claimedAmount what the claimed units are worth, to the fen
 */
public record OrderLine(
        UUID id,
        int position,
        SoldLine sold,
        int quantity,
        Money discount,
        int shipped,
        int withdrawn,
        int claimed,
        int refunded,
        Money claimedAmount) {

    public static OrderLine of(UUID id, int position, SoldLine sold, int quantity) {
        return of(id, position, sold, quantity, Money.ZERO);
    }

    public static OrderLine of(UUID id, int position, SoldLine sold, int quantity, Money discount) {
        return new OrderLine(id, position, sold, quantity, discount, 0, 0, 0, 0, Money.ZERO);
    }

    /** What the units cost the buyer. */
    public Money amount() {
        return sold.unitPrice().times(quantity).minus(discount);
    }

    public int toShip() {
        return quantity - shipped - withdrawn;
    }

    public OrderLine ship(int units) {
        if (units < 1 || units > toShip()) {
            throw new Refused(
                    TradeProblem.PARCEL_TOO_LARGE, "Of " + sold.skuCode() + " there are " + toShip() + " to ship");
        }
        return new OrderLine(
                id, position, sold, quantity, discount, shipped + units, withdrawn, claimed, refunded, claimedAmount);
    }

    public OrderLine withdraw(int units) {
        if (units < 1 || units > toShip()) {
            throw new Refused(
                    TradeProblem.NOT_RETURNABLE,
                    "Of " + sold.skuCode() + " there are " + toShip() + " that have not left");
        }
        return new OrderLine(
                id, position, sold, quantity, discount, shipped, withdrawn + units, claimed, refunded, claimedAmount);
    }

    /** Units that have left and are in no claim: what was withdrawn is claimed too. */
    public int outside() {
        return shipped - (claimed - withdrawn);
    }

    /**
     * What {@code units} more are worth: the line's amount is shared over its units to the fen, and the next claim gets what
     * the shares so far add up to, less what is claimed already. The last unit therefore always gets the rest.
     */
    public Money worthOf(int units) {
        var shares = amount().shareBy(Collections.nCopies(quantity, 1L));
        return Money.sum(shares.subList(0, claimed + units)).minus(claimedAmount);
    }

    public OrderLine claim(int units) {
        if (units < 1 || claimed + units > quantity) {
            throw new Refused(
                    TradeProblem.NOT_RETURNABLE,
                    "Of " + sold.skuCode() + " there are " + (quantity - claimed) + " left");
        }
        var amount = claimedAmount.plus(worthOf(units));
        return new OrderLine(
                id, position, sold, quantity, discount, shipped, withdrawn, claimed + units, refunded, amount);
    }

    /** A claim was taken back or refused. */
    public OrderLine unclaim(int units, Money worth) {
        return new OrderLine(
                id,
                position,
                sold,
                quantity,
                discount,
                shipped,
                withdrawn,
                claimed - units,
                refunded,
                claimedAmount.minus(worth));
    }

    /**
     * What of a lower price is still to be sent: units that are claimed already go back at the old one. Never more than the
     * others cost.
     */
    Money rebateOf(Money whole) {
        var shares = whole.shareBy(Collections.nCopies(quantity, 1L));
        var due = Money.sum(shares.subList(claimed, quantity));
        var worth = worthOf(quantity - claimed);
        return due.compareTo(worth) < 0 ? due : worth;
    }

    /** It costs so much less from now on. */
    OrderLine rebate(Money amount) {
        return new OrderLine(
                id,
                position,
                sold,
                quantity,
                discount.plus(amount),
                shipped,
                withdrawn,
                claimed,
                refunded,
                claimedAmount);
    }

    public OrderLine refund(int units) {
        return new OrderLine(
                id, position, sold, quantity, discount, shipped, withdrawn, claimed, refunded + units, claimedAmount);
    }
}
