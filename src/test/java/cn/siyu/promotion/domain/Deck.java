package cn.siyu.promotion.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.Coupons.Basket;
import cn.siyu.promotion.Coupons.Line;
import cn.siyu.promotion.domain.Validity.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/** Coupons and baskets for stories about the rules. */
final class Deck {

    static final Instant NOON = Instant.parse("2026-03-01T04:00:00Z");
    static final MemberId MEMBER = MemberId.next();
    static final UUID CATEGORY = Ids.next();

    private Deck() {}

    static Benefit off(long fen) {
        return new Benefit.Amount(new Money(fen));
    }

    static Benefit percent(int basisPoints) {
        return new Benefit.Percent(new Rate(basisPoints), Optional.empty());
    }

    static Benefit freight(long fen) {
        return new Benefit.Freight(new Money(fen));
    }

    static Template template(Benefit benefit, Scope scope, long threshold, String group) {
        var terms = new Template.Terms(
                "券",
                "",
                benefit,
                scope,
                new Money(threshold),
                Optional.empty(),
                Channel.MP,
                group,
                new Giving(Set.of(Giving.Way.CLAIM), 10, 1, OptionalInt.empty(), Money.ZERO),
                NOON.minus(Duration.ofDays(1)),
                NOON.plus(Duration.ofDays(1)),
                new Validity.Relative(0, 7),
                CostBearer.HQ,
                Optional.empty(),
                3);
        return new Template(CouponTemplateId.next(), terms, Template.State.RUNNING, 1, 0, NOON, NOON);
    }

    static Coupon coupon(Template template) {
        return new Coupon(
                CouponId.next(),
                MEMBER,
                Coupon.State.AVAILABLE,
                new Span(NOON.minus(Duration.ofDays(1)), NOON.plus(Duration.ofDays(6))),
                false,
                template);
    }

    static Coupon coupon(Benefit benefit) {
        return coupon(template(benefit, Scope.EVERYTHING, 0, "GOODS"));
    }

    static Line line(long unitFen, int quantity) {
        return line(unitFen, quantity, true);
    }

    static Line line(long unitFen, int quantity, boolean promotable) {
        return new Line(
                SkuId.next(),
                Ids.next(),
                List.of(CATEGORY),
                Optional.empty(),
                Optional.empty(),
                promotable,
                quantity,
                new Money(unitFen));
    }

    static Basket basket(long freight, Line... lines) {
        return new Basket(MEMBER, List.of(lines), Optional.of(new Money(freight)));
    }
}
