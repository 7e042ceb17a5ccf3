package cn.siyu.trade.domain;

import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.domain.Tally.Counter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What may still be bought under purchase limits (A13): orders are decided in turn, each on what was bought before and what those
 * before it have just taken. Several orders of one person see each other, whether they come together or one by one.
 */
public final class Allowances {

    /** A limit that leaves no room, and how much of it was bought under the key that is full. */
    public record Full(PurchaseLimit limit, int bought) {}

    /** Units that are to be added to a counter, and how many may be in it then. */
    public record Taken(Counter counter, int units, int allowed) {}

    /** What one order counts in a counter. */
    public record Use(UUID order, Counter counter, int units) {}

    private final Map<Counter, Integer> bought;
    private final Map<Counter, Taken> taken = new LinkedHashMap<>();
    private final List<Use> uses = new ArrayList<>();

    /** @param bought what is counted so far; a counter that is missing is empty */
    public Allowances(Map<Counter, Integer> bought) {
        this.bought = Map.copyOf(bought);
    }

    /** The first limit that such an order would pass; nothing is taken. */
    public Optional<Full> full(List<Tally.Asked> asked, List<Tally> tallies) {
        return asked.stream()
                .filter(Tally.Asked::tooMuch)
                .findFirst()
                .map(each -> new Full(each.limit(), 0))
                .or(() -> tallies.stream()
                        .filter(tally -> counted(tally.counter()) + tally.units()
                                > tally.limit().units())
                        .findFirst()
                        .map(tally -> new Full(tally.limit(), counted(tally.counter()))));
    }

    /** The order is placed. */
    public void take(UUID order, List<Tally> tallies) {
        for (var tally : tallies) {
            var counter = tally.counter();
            taken.merge(
                    counter,
                    new Taken(counter, tally.units(), tally.limit().units()),
                    (before, more) -> new Taken(counter, before.units() + more.units(), more.allowed()));
            uses.add(new Use(order, counter, tally.units()));
        }
    }

    private int counted(Counter counter) {
        var before = bought.getOrDefault(counter, 0);
        var now = taken.get(counter);
        return now == null ? before : before + now.units();
    }

    public List<Taken> taken() {
        return List.copyOf(taken.values());
    }

    public List<Use> uses() {
        return List.copyOf(uses);
    }
}
