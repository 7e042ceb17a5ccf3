package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Written rules, and which of them fit a line. */
public record RuleBook(List<CommissionRule> rules) {

    /** Those that held at that moment. */
    public RuleBook at(Instant moment) {
        return new RuleBook(rules.stream().filter(rule -> rule.holds(moment)).toList());
    }

    /** The same with drafts, each of which takes the place of what is written for the same. */
    public RuleBook with(List<CommissionRule> drafts) {
        return new RuleBook(Stream.concat(
                        rules.stream().filter(rule -> drafts.stream().noneMatch(rule::isForTheSame)), drafts.stream())
                .toList());
    }

    /** A line as rules see it; {@code categories} the nearest first. */
    public record Goods(UUID sku, UUID spu, List<UUID> categories) {}

    /** A distributor as rules see him; {@code tierRate} is the one that his order remembers. */
    public record Who(UUID distributor, UUID tier, Rate tierRate) {}

    /** @param activityRate takes the place of all others (B22) */
    public List<Rule> hits(Goods goods, Who who, Optional<Rate> activityRate) {
        var given = Stream.concat(
                activityRate.map(rate -> Rule.share(RuleKind.ACTIVITY, rate)).stream(),
                Stream.of(Rule.share(RuleKind.TIER_DEFAULT, who.tierRate())));
        return Stream.concat(given, rules.stream().flatMap(rule -> hit(rule, goods, who).stream()))
                .toList();
    }

    private static Optional<Rule> hit(CommissionRule rule, Goods goods, Who who) {
        var target = rule.target();
        var fits =
                target.distributor().filter(id -> !id.equals(who.distributor())).isEmpty()
                        && target.tier().filter(id -> !id.equals(who.tier())).isEmpty()
                        && target.sku().filter(id -> !id.equals(goods.sku())).isEmpty()
                        && target.spu().filter(id -> !id.equals(goods.spu())).isEmpty()
                        && target.category()
                                .filter(id -> !goods.categories().contains(id))
                                .isEmpty();
        return fits
                ? Optional.of(rule.hit(
                        target.category().map(goods.categories()::indexOf).orElse(0)))
                : Optional.empty();
    }
}
