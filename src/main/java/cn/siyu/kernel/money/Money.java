package cn.siyu.kernel.money;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An amount of money in fen (1/100 yuan), never negative where a price is meant, exact always: every operation that would
 * leave the range of a long throws instead of wrapping around. In JSON a plain integer, in fields that end in {@code Fen}.
 */
public record Money(@JsonValue long fen) implements Comparable<Money> {

    public static final Money ZERO = new Money(0);

    @JsonCreator
    public static Money ofFen(long fen) {
        return new Money(fen);
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(fen, other.fen));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(fen, other.fen));
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(fen, factor));
    }

    public Money negated() {
        return new Money(Math.negateExact(fen));
    }

    /** The part that {@code rate} gives, rounded down: the odd fen stays with the payer. */
    public Money portion(Rate rate) {
        return new Money(Math.floorDiv(Math.multiplyExact(fen, (long) rate.basisPoints()), (long) Rate.WHOLE));
    }

    /**
     * Shares this amount in proportion to {@code weights}, so that the shares add up to it exactly. Each share is first
     * rounded down; the fen left over go one by one to the largest remainders, the earlier position first among equals.
     * When all weights are zero the whole goes to the first share.
     */
    public List<Money> shareBy(List<Long> weights) {
        if (weights.isEmpty()) {
            throw new IllegalArgumentException("no weights to share by");
        }
        var total = weights.stream().reduce(0L, Math::addExact);
        if (total == 0) {
            return IntStream.range(0, weights.size())
                    .mapToObj(i -> i == 0 ? this : ZERO)
                    .toList();
        }
        var shares = new ArrayList<Money>(weights.size());
        var remainders = new long[weights.size()];
        var left = fen;
        for (var i = 0; i < weights.size(); i++) {
            var product = Math.multiplyExact(fen, (long) weights.get(i));
            var share = Math.floorDiv(product, (long) total);
            remainders[i] = Math.floorMod(product, (long) total);
            shares.add(new Money(share));
            left -= share;
        }
        var order = IntStream.range(0, weights.size())
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> remainders[i]).reversed())
                .limit(left)
                .toList();
        order.forEach(i -> shares.set(i, shares.get(i).plus(new Money(1))));
        return List.copyOf(shares);
    }

    public boolean isZero() {
        return fen == 0;
    }

    public boolean isPositive() {
        return fen > 0;
    }

    public boolean isNegative() {
        return fen < 0;
    }

    public static Money sum(Iterable<Money> amounts) {
        var total = ZERO;
        for (var amount : amounts) {
            total = total.plus(amount);
        }
        return total;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(fen, other.fen);
    }

    /** For people and logs: yuan with two digits, such as {@code 12.30}. */
    @Override
    public String toString() {
        var magnitude = Math.absExact(fen);
        return (fen < 0 ? "-" : "") + magnitude / 100 + "." + (magnitude % 100 < 10 ? "0" : "") + magnitude % 100;
    }
}
