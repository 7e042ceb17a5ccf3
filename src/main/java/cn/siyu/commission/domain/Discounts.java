package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Brings discounts of an order down to its lines (C19): each is shared over what the lines that it names still cost, by
 * largest remainder, the earlier line first among equals. It never makes a line negative.
 */
public final class Discounts {

    private Discounts() {}

    /** @param lines positions that it is for; empty: all of them */
    public record Discount(Money amount, List<Integer> lines) {}

    /** The net of each line after all discounts, one after the other. */
    public static List<Money> net(List<Money> listed, List<Discount> discounts) {
        var net = new ArrayList<>(listed);
        for (var discount : discounts) {
            apply(net, discount);
        }
        return List.copyOf(net);
    }

    private static void apply(List<Money> net, Discount discount) {
        var lines = discount.lines().isEmpty()
                ? IntStream.range(0, net.size()).boxed().toList()
                : discount.lines();
        var weights = lines.stream().map(i -> net.get(i).fen()).toList();
        var total = new Money(weights.stream().mapToLong(Long::longValue).sum());
        var amount = discount.amount().compareTo(total) <= 0 ? discount.amount() : total;
        if (!amount.isPositive()) {
            return;
        }
        var shares = amount.shareBy(weights);
        for (var i = 0; i < lines.size(); i++) {
            net.set(lines.get(i), net.get(lines.get(i)).minus(shares.get(i)));
        }
    }
}
