package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.app.ActivitySheet;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.groupbuy.domain.Plan;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.kernel.id.Id;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.trade.Terms.Commission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An activity as staff see it. */
@Schema(name = "GroupBuyAdminView")
record ActivityView(
        UUID id,
        String name,
        UUID spuId,
        ActivityState state,
        long version,
        List<SkuView> skus,
        Mode mode,
        int size,
        List<Integer> stepSizes,
        long groupTtlMinutes,
        long payTimeoutMinutes,
        long closingGraceMinutes,
        long lockBeforeExpiryMinutes,
        int perOrderQty,
        int perPersonQty,
        int maxOpenGroupsPerPerson,
        @Nullable UUID segmentId,
        Commission commission,
        @Nullable Integer commissionBp,
        @Nullable UUID communityId,
        LeaderBenefitView leaderBenefit,
        boolean benefitFirst,
        boolean singleBuy,
        boolean coupons,
        @Nullable Long lossBudgetFen,

        @Nullable @Schema(description = "What was given away of it so far")
        Long givenFen,

        @Nullable
        @Schema(description = "When somebody was first turned away because too little is left; a raise forgets it")
        Instant budgetSpentAt,

        Instant startsAt,
        Instant endsAt,

        @Schema(description = "Gathering and sending may take so long that orders must be reported as pre-sale (B25)")
        boolean preSale) {

    private static final Duration PLATFORM_LIMIT = Duration.ofDays(2);

    /** One SKU of it, with what is set aside and what of that can still be sold. */
    @Schema(name = "GroupBuySkuAdminView")
    record SkuView(UUID skuId, long priceFen, List<Long> stepPricesFen, int quota, long allotted, long left) {}

    static ActivityView of(ActivitySheet sheet, Duration handling) {
        var activity = sheet.activity();
        var stock = sheet.stock();
        var budget = Optional.ofNullable(sheet.budget());
        Plan plan = activity.plan();
        return new ActivityView(
                activity.id().value(),
                plan.name(),
                plan.spu().value(),
                activity.state(),
                activity.version(),
                plan.offers().stream().map(offer -> sku(offer, stock)).toList(),
                plan.mode(),
                plan.size(),
                plan.deal().steps(),
                plan.groupTtl().toMinutes(),
                plan.payTimeout().toMinutes(),
                plan.closingGrace().toMinutes(),
                plan.leaveLock().toMinutes(),
                plan.perOrderQty(),
                plan.perPersonQty(),
                plan.maxOpenGroups(),
                plan.segment().map(Id::value).orElse(null),
                plan.commission(),
                plan.commissionRate().map(Rate::basisPoints).orElse(null),
                plan.community().map(Id::value).orElse(null),
                LeaderBenefitView.of(plan.deal().benefit()),
                plan.deal().benefitFirst(),
                plan.deal().singleBuy(),
                plan.deal().coupons(),
                plan.deal().lossBudget().map(Money::fen).orElse(null),
                budget.map(level -> level.given().fen()).orElse(null),
                budget.flatMap(BudgetStore.Level::spentAt).orElse(null),
                plan.startsAt(),
                plan.endsAt(),
                plan.groupTtl().plus(handling).compareTo(PLATFORM_LIMIT) > 0);
    }

    private static SkuView sku(Offer offer, List<Level> stock) {
        var level =
                stock.stream().filter(each -> each.sku().equals(offer.sku())).findFirst();
        return new SkuView(
                offer.sku().value(),
                offer.price().fen(),
                offer.steps().stream().map(Money::fen).toList(),
                offer.quota(),
                level.map(Level::allotted).orElse(0L),
                level.map(Level::left).orElse(0L));
    }
}
