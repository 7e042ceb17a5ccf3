package cn.siyu.promotion.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.promotion.Coupons.Basket;
import cn.siyu.promotion.Coupons.Line;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.promotion.Coupons.Verdict;
import cn.siyu.promotion.Unusable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Takes coupons off a basket, one after the other by type and id, each from what those before it have left; every amount is
 * apportioned to the fen over the lines that it is for, so that the shares add up to it exactly. Thresholds look at the shop's
 * own prices: one coupon never makes another unusable.
 */
public final class Reckoning {

    /** The order in which coupons are taken off. */
    public static final Comparator<Coupon> TURN = Comparator.comparing(
                    (Coupon coupon) -> coupon.template().terms().benefit().type())
            .thenComparing(Coupon::id);

    private final Basket basket;
    private final List<Money> left;
    private Money freightLeft;

    private Reckoning(Basket basket) {
        this.basket = basket;
        this.left = new ArrayList<>(basket.lines().stream().map(Line::amount).toList());
        this.freightLeft = basket.freight().orElse(Money.ZERO);
    }

    /** What these coupons take off together, in their turn. Whether each may be used is asked before. */
    public static List<Taken> of(Basket basket, Collection<Coupon> coupons) {
        var reckoning = new Reckoning(basket);
        return coupons.stream().sorted(TURN).map(reckoning::take).toList();
    }

    /** What becomes of one coupon alone. */
    public static Verdict judge(Basket basket, Coupon coupon, Instant now) {
        var taken = of(basket, List.of(coupon)).getFirst();
        var why = coupon.bar(now).or(() -> mismatch(basket, coupon, taken));
        var usable = why.isEmpty();
        return new Verdict(
                coupon.id(),
                coupon.template().id(),
                coupon.template().terms().name(),
                coupon.template().terms().benefit().type(),
                coupon.span().until(),
                why,
                why.filter(Unusable.BELOW_THRESHOLD::equals).isPresent() ? missing(basket, coupon) : Money.ZERO,
                usable ? taken.offGoods() : Money.ZERO,
                usable ? taken.offFreight() : Money.ZERO);
    }

    private static Optional<Unusable> mismatch(Basket basket, Coupon coupon, Taken taken) {
        var benefit = coupon.template().terms().benefit();
        if (basis(basket, coupon).isEmpty() || (benefit.named().isPresent() && named(basket, benefit) < 0)) {
            return Optional.of(Unusable.NO_ELIGIBLE_LINE);
        }
        if (missing(basket, coupon).isPositive()) {
            return Optional.of(Unusable.BELOW_THRESHOLD);
        }
        if (benefit instanceof Benefit.Freight && basket.freight().isEmpty()) {
            return Optional.of(Unusable.FREIGHT_UNKNOWN);
        }
        return taken.off().isZero() ? Optional.of(Unusable.NOTHING_TO_TAKE_OFF) : Optional.empty();
    }

    /** What the eligible lines lack up to the threshold. */
    private static Money missing(Basket basket, Coupon coupon) {
        var there = Money.sum(basis(basket, coupon).stream().map(Line::amount).toList());
        var threshold = coupon.template().terms().threshold();
        return there.compareTo(threshold) >= 0 ? Money.ZERO : threshold.minus(there);
    }

    /** The lines that must reach the threshold: a present does not help to earn itself. */
    private static List<Line> basis(Basket basket, Coupon coupon) {
        var terms = coupon.template().terms();
        var present = terms.benefit().named();
        var covered = basket.lines().stream().filter(terms.scope()::covers).toList();
        var others = covered.stream()
                .filter(line -> present.filter(line.sku()::equals).isEmpty())
                .toList();
        // Without a threshold there is nothing to earn: the present may be all that is bought.
        return others.isEmpty() && terms.threshold().isZero() ? covered : others;
    }

    private Taken take(Coupon coupon) {
        var terms = coupon.template().terms();
        return switch (terms.benefit()) {
            case Benefit.Amount(var off) -> offLines(coupon, terms.scope(), off);
            case Benefit.Percent(var rate, var cap) -> {
                var off = Money.sum(open(terms.scope())).portion(rate);
                yield offLines(
                        coupon,
                        terms.scope(),
                        cap.filter(most -> most.compareTo(off) < 0).orElse(off));
            }
            case Benefit.Freight(var off) -> offFreight(coupon, lesser(off, freightLeft));
            case Benefit.Gift(var sku, var units) -> offUnits(coupon, sku, units, Money.ZERO);
            case Benefit.Trial(var sku, var units, var price) -> offUnits(coupon, sku, units, price);
        };
    }

    private Taken offLines(Coupon coupon, Scope scope, Money wanted) {
        var open = open(scope);
        var off = lesser(wanted, Money.sum(open));
        return off.isZero() || open.isEmpty()
                ? nothing(coupon)
                : taken(coupon, off.shareBy(open.stream().map(Money::fen).toList()));
    }

    /** What lines of the scope still cost; others count as nothing, so that shares keep their places. */
    private List<Money> open(Scope scope) {
        var open = new ArrayList<Money>();
        for (var i = 0; i < left.size(); i++) {
            open.add(scope.covers(basket.lines().get(i)) ? left.get(i) : Money.ZERO);
        }
        return open;
    }

    private Taken offUnits(Coupon coupon, SkuId sku, int units, Money price) {
        var at = named(basket, sku);
        if (at < 0) {
            return nothing(coupon);
        }
        var line = basket.lines().get(at);
        var offUnit = price.compareTo(line.unitPrice()) < 0 ? line.unitPrice().minus(price) : Money.ZERO;
        var shares = new ArrayList<>(Collections.nCopies(left.size(), Money.ZERO));
        shares.set(at, lesser(offUnit.times(Math.min(units, line.quantity())), left.get(at)));
        return taken(coupon, shares);
    }

    private static int named(Basket basket, Benefit benefit) {
        return benefit.named().map(sku -> named(basket, sku)).orElse(-1);
    }

    private static int named(Basket basket, SkuId sku) {
        for (var i = 0; i < basket.lines().size(); i++) {
            var line = basket.lines().get(i);
            if (line.sku().equals(sku) && line.promotable()) {
                return i;
            }
        }
        return -1;
    }

    private Taken taken(Coupon coupon, List<Money> shares) {
        for (var i = 0; i < shares.size(); i++) {
            left.set(i, left.get(i).minus(shares.get(i)));
        }
        return result(coupon, shares, Money.ZERO);
    }

    private Taken offFreight(Coupon coupon, Money off) {
        freightLeft = freightLeft.minus(off);
        return result(coupon, Collections.nCopies(left.size(), Money.ZERO), off);
    }

    private Taken nothing(Coupon coupon) {
        return result(coupon, Collections.nCopies(left.size(), Money.ZERO), Money.ZERO);
    }

    private static Taken result(Coupon coupon, List<Money> shares, Money freight) {
        var terms = coupon.template().terms();
        return new Taken(
                coupon.id(),
                coupon.template().id(),
                terms.name(),
                terms.benefit().type(),
                terms.bearer(),
                terms.bearerId(),
                List.copyOf(shares),
                freight);
    }

    private static Money lesser(Money one, Money other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
