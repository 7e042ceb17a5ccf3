package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuCard;
import cn.siyu.groupbuy.app.ShowActivities;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.ConditionText;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An activity's page. */
@Schema(name = "GroupBuyView")
record ActivityPageView(
        UUID id,
        String name,
        UUID spuId,
        ActivityState state,
        Mode mode,
        @Schema(description = "Members that a group needs") int size,

        @Schema(description = "Of a ladder the further steps: with so many members everybody pays less")
        List<Integer> stepSizes,

        long groupTtlMinutes,
        int perOrderQty,
        int perPersonQty,

        @Schema(description = "To be shown before paying (L3)")
        String condition,

        @Schema(description = "What the leader gets when the group comes about")
        LeaderBenefitView leaderBenefit,

        boolean coupons,

        @Schema(description = "Whether it can be bought alone, at singlePriceFen")
        boolean singleBuy,

        List<SkuView> skus,
        Instant startsAt,
        Instant endsAt) {

    /** One SKU: its price in a group, and what it costs without one. */
    @Schema(name = "GroupBuySkuView")
    record SkuView(
            UUID skuId,
            String specText,
            @Nullable String imageUrl,
            long groupPriceFen,

            @Schema(description = "At each further step of a ladder; the difference comes back when the group closes")
            List<Long> stepPricesFen,

            @Nullable Long singlePriceFen,
            Availability availability) {}

    static ActivityPageView of(ShowActivities.Page page) {
        var activity = page.activity();
        var plan = activity.plan();
        return new ActivityPageView(
                activity.id().value(),
                plan.name(),
                plan.spu().value(),
                activity.state(),
                plan.mode(),
                plan.size(),
                plan.deal().steps(),
                plan.groupTtl().toMinutes(),
                plan.perOrderQty(),
                plan.perPersonQty(),
                ConditionText.of(activity, Optional.empty()),
                LeaderBenefitView.of(plan.deal().benefit()),
                plan.deal().coupons(),
                plan.deal().singleBuy(),
                plan.offers().stream().map(offer -> sku(offer, page)).toList(),
                plan.startsAt(),
                plan.endsAt());
    }

    private static SkuView sku(Offer offer, ShowActivities.Page page) {
        var card = Optional.ofNullable(page.cards().get(offer.sku()));
        return new SkuView(
                offer.sku().value(),
                card.map(SkuCard::specText).orElse(""),
                card.flatMap(SkuCard::imageUrl).orElse(null),
                offer.price().fen(),
                offer.steps().stream().map(Money::fen).toList(),
                Optional.ofNullable(page.single().get(offer.sku()))
                        .filter(_ -> page.activity().plan().deal().singleBuy())
                        .map(tag -> tag.amount().fen())
                        .orElse(null),
                page.availability().getOrDefault(offer.sku(), Availability.OUT));
    }
}
