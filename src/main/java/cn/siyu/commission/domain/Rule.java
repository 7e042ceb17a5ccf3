package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one line pays a distributor by one rule: a share of its net, or a fixed amount for each unit.
 *
 * @param id of the written rule; empty for what came with the order
 * @param nearness among rules of one kind the lower wins: how far up the category tree it was found
 */
public record Rule(RuleKind kind, Optional<UUID> id, Optional<Rate> rate, Optional<Money> perUnit, int nearness) {

    public Rule {
        if (rate.isPresent() == perUnit.isPresent()) {
            throw new IllegalArgumentException("a rule is a rate or an amount: " + kind);
        }
    }

    public static Rule share(RuleKind kind, Rate rate) {
        return new Rule(kind, Optional.empty(), Optional.of(rate), Optional.empty(), 0);
    }

    public static Rule fixed(RuleKind kind, Money perUnit) {
        return new Rule(kind, Optional.empty(), Optional.empty(), Optional.of(perUnit), 0);
    }

    /** The one that wins, also when it pays nothing. */
    public static Optional<Rule> first(List<Rule> hits) {
        return hits.stream().min(Comparator.comparing(Rule::kind).thenComparingInt(Rule::nearness));
    }

    /** Rounded down; a fixed amount is never more than the net itself. */
    public Money of(Money net, int quantity) {
        return rate.map(net::portion)
                .orElseGet(() -> lower(net, perUnit.orElse(Money.ZERO).times(quantity)));
    }

    private static Money lower(Money left, Money right) {
        return left.compareTo(right) <= 0 ? left : right;
    }
}
