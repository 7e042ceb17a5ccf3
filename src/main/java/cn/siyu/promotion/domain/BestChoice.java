package cn.siyu.promotion.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.promotion.Coupons;
import cn.siyu.promotion.Coupons.Basket;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.promotion.Coupons.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The combination that takes the most off, one coupon of each stack group (H6). Every combination of the candidates is
 * reckoned; among equals the one with fewer coupons, then the one whose coupons end sooner, then the smaller ids: the same
 * basket and the same coupons have the same answer on every machine.
 *
 * <p>Candidates are the {@value #OF_A_GROUP} that take the most off alone in each of the {@value Coupons#MOST_TOGETHER} stack
 * groups that take the most off alone, so that the work has a bound.
 */
public final class BestChoice {

    static final int OF_A_GROUP = 4;

    private static final Comparator<Combination> BETTER = Comparator.comparing(Combination::off)
            .reversed()
            .thenComparing(each -> each.coupons().size())
            .thenComparing(Combination::ends)
            .thenComparing(Combination::ids);

    private BestChoice() {}

    private record Candidate(Coupon coupon, Money off) {
        String group() {
            return coupon.template().terms().stackGroup();
        }
    }

    private record Combination(List<Coupon> coupons, List<Taken> taken) {
        Money off() {
            return Money.sum(taken.stream().map(Taken::off).toList());
        }

        /** Sorted instants as text: compares like the list. */
        String ends() {
            return coupons.stream()
                    .map(coupon -> coupon.span().until().toString())
                    .sorted()
                    .collect(Collectors.joining(" "));
        }

        String ids() {
            return coupons.stream()
                    .map(coupon -> coupon.id().value().toString())
                    .sorted()
                    .collect(Collectors.joining(" "));
        }

        boolean eachTakesOff() {
            return taken.stream().allMatch(each -> each.off().isPositive());
        }
    }

    /** @param verdicts of all these coupons, alone */
    public static List<Taken> of(Basket basket, Collection<Coupon> coupons, List<Verdict> verdicts) {
        var combinations = new ArrayList<Combination>();
        combine(basket, groups(coupons, verdicts), 0, List.of(), combinations);
        return combinations.stream().min(BETTER).map(Combination::taken).orElse(List.of());
    }

    private static List<List<Coupon>> groups(Collection<Coupon> coupons, List<Verdict> verdicts) {
        var off = verdicts.stream()
                .filter(verdict -> verdict.why().isEmpty())
                .collect(Collectors.toMap(
                        Verdict::coupon, verdict -> verdict.offGoods().plus(verdict.offFreight())));
        var candidates = coupons.stream()
                .filter(coupon -> off.containsKey(coupon.id()))
                .map(coupon -> new Candidate(coupon, off.getOrDefault(coupon.id(), Money.ZERO)))
                .sorted(Comparator.comparing(Candidate::off)
                        .reversed()
                        .thenComparing(each -> each.coupon().span().until())
                        .thenComparing(each -> each.coupon().id()))
                .toList();
        var byGroup =
                candidates.stream().collect(Collectors.groupingBy(Candidate::group, TreeMap::new, Collectors.toList()));
        return byGroup.values().stream()
                .sorted(Comparator.comparing(
                                (List<Candidate> group) -> group.getFirst().off())
                        .reversed())
                .limit(Coupons.MOST_TOGETHER)
                .map(BestChoice::strongest)
                .toList();
    }

    /** Two coupons of one template are worth the same: the one that ends sooner stands for both. */
    private static List<Coupon> strongest(List<Candidate> group) {
        var seen = new HashSet<Object>();
        return group.stream()
                .map(Candidate::coupon)
                .filter(coupon -> seen.add(coupon.template().id()))
                .limit(OF_A_GROUP)
                .toList();
    }

    private static void combine(
            Basket basket, List<List<Coupon>> groups, int at, List<Coupon> chosen, List<Combination> found) {
        if (at == groups.size()) {
            var combination = new Combination(chosen, Reckoning.of(basket, chosen));
            if (combination.eachTakesOff()) {
                found.add(combination);
            }
            return;
        }
        combine(basket, groups, at + 1, chosen, found);
        for (var coupon : groups.get(at)) {
            var more = new ArrayList<>(chosen);
            more.add(coupon);
            combine(basket, groups, at + 1, more, found);
        }
    }
}
