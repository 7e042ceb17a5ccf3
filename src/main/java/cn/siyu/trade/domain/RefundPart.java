package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The goods of one line in one refund. The parts of a refund add up to its goods to the fen, and all refunds together never
 * give more back of a line than it cost (C19).
 *
 * @param units that the refund takes back; 0 for goodwill
 */
public record RefundPart(UUID line, int units, Money goods) {

    /**
     * Divides {@code goods} first over what is claimed, by worth, then what does not fit there, or goodwill, over all lines by
     * what is left of them.
     *
     * @param back what was given back of each line before
     */
    public static List<RefundPart> divide(
            List<OrderLine> lines, Map<UUID, Money> back, Money goods, List<AfterSale.Line> claimed) {
        var left = lines.stream()
                .map(line -> line.amount().minus(back.getOrDefault(line.id(), Money.ZERO)))
                .toList();
        var first = overClaimed(lines, left, goods, claimed);
        var open = new ArrayList<Long>();
        for (var i = 0; i < lines.size(); i++) {
            open.add(left.get(i).minus(first.get(i)).fen());
        }
        var rest = goods.minus(Money.sum(first)).shareBy(open);
        var parts = new ArrayList<RefundPart>();
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i).id();
            var units = claimed.stream()
                    .filter(each -> each.line().equals(line))
                    .mapToInt(AfterSale.Line::quantity)
                    .sum();
            var part = new RefundPart(line, units, first.get(i).plus(rest.get(i)));
            if (part.units() > 0 || part.goods().isPositive()) {
                parts.add(part);
            }
        }
        return List.copyOf(parts);
    }

    private static List<Money> overClaimed(
            List<OrderLine> lines, List<Money> left, Money goods, List<AfterSale.Line> claimed) {
        var shares = new HashMap<UUID, Money>();
        if (!claimed.isEmpty()) {
            var byWorth = goods.shareBy(
                    claimed.stream().map(each -> each.worth().fen()).toList());
            for (var i = 0; i < claimed.size(); i++) {
                shares.merge(claimed.get(i).line(), byWorth.get(i), Money::plus);
            }
        }
        var first = new ArrayList<Money>();
        for (var i = 0; i < lines.size(); i++) {
            var share = shares.getOrDefault(lines.get(i).id(), Money.ZERO);
            first.add(share.compareTo(left.get(i)) > 0 ? left.get(i) : share);
        }
        return first;
    }
}
