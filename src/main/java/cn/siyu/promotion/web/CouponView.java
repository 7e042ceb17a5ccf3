package cn.siyu.promotion.web;

import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.store.CouponStore.Card;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A coupon in its owner's hand. */
@Schema(name = "CouponView")
record CouponView(
        UUID id,
        UUID templateId,
        String name,
        String note,
        BenefitView benefit,
        ScopeView scope,
        long thresholdFen,

        @Schema(description = "Of one group an order takes one")
        String stackGroup,

        Coupon.State state,
        Instant validFrom,
        Instant validUntil,
        @Nullable Instant receivedAt) {

    static CouponView of(Card card, Instant now) {
        return of(card.coupon(), card.receivedAt(), now);
    }

    static CouponView of(Coupon coupon, @Nullable Instant receivedAt, Instant now) {
        var terms = coupon.template().terms();
        // What has run out a moment ago has run out, whether it was written down or not.
        var over = coupon.state() == Coupon.State.AVAILABLE && coupon.span().over(now);
        return new CouponView(
                coupon.id().value(),
                coupon.template().id().value(),
                terms.name(),
                terms.note(),
                BenefitView.of(terms.benefit()),
                ScopeView.of(terms.scope()),
                terms.threshold().fen(),
                terms.stackGroup(),
                over ? Coupon.State.EXPIRED : coupon.state(),
                coupon.span().from(),
                coupon.span().until(),
                receivedAt);
    }
}
