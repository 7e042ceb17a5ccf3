package cn.siyu.groupbuy.web;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.groupbuy.domain.Deal;
import cn.siyu.groupbuy.domain.LeaderBenefit;
import cn.siyu.groupbuy.domain.Mode;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.groupbuy.domain.Plan;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.CommunityId;
import cn.siyu.trade.Terms.Commission;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An activity as it is to be; what is left out has its usual value. */
@Schema(name = "GroupBuyRequest")
record ActivityRequest(
        @NotBlank @Size(max = 60) String name,
        @NotNull UUID spuId,
        @NotNull @Size(min = 1, max = 50) List<@Valid @NotNull SkuRequest> skus,

        @Nullable @Schema(description = "NORMAL unless it is said")
        Mode mode,

        @Min(2)
        @Max(100)
        @Schema(description = "Members that a group needs, its leader included; the first step of a LADDER")
        int size,

        @Nullable
        @Size(max = 5)
        @Schema(description = "With LADDER: the further steps; a group has places for as many as the last one says")
        List<@NotNull @Min(3) @Max(100) Integer> stepSizes,

        @Nullable
        @Min(5)
        @Max(10_080)
        @Schema(description = "How long a group gathers after its leader has paid; 1440 unless it is said")
        Integer groupTtlMinutes,

        @Nullable
        @Min(3)
        @Max(15)
        @Schema(description = "How long a place is held for its payment; 15 unless it is said")
        Integer payTimeoutMinutes,

        @Nullable
        @Min(0)
        @Max(1_440)
        @Schema(description = "How long after the end open groups may still fill; 60 unless it is said")
        Integer closingGraceMinutes,

        @Nullable
        @Min(0)
        @Max(10_080)
        @Schema(
                description =
                        "How long before a group runs out nobody may leave it any more (B17); 60 unless it is said,"
                                + " groupTtlMinutes or more: nobody ever may")
        Integer lockBeforeExpiryMinutes,

        @Min(1) @Max(999) int perOrderQty,
        @Min(1) @Max(9_999) int perPersonQty,

        @Min(1) @Max(100) @Schema(description = "In how many undecided groups of this activity one person may sit")
        int maxOpenGroupsPerPerson,

        @Nullable @Schema(description = "Only for members of this segment")
        UUID segmentId,

        @Nullable @Schema(description = "NORMAL unless it is said")
        Commission commission,

        @Nullable @Min(0) @Max(10_000) @Schema(description = "With OVERRIDE: basis points of the net")
        Integer commissionBp,

        @Nullable @Schema(description = "The community to which it is offered (B23)")
        UUID communityId,

        @Nullable @Valid @Schema(description = "NONE unless it is said, FREE in a LEADER_FREE one")
        LeaderBenefitRequest leaderBenefit,

        @Nullable
        @Schema(
                description =
                        "Of the benefit and a commission from his group's orders the leader gets: the benefit (true, also"
                                + " unless it is said) or the commission (B22)")
        Boolean benefitFirst,

        @Nullable @Schema(description = "Whether the product can be bought alone meanwhile; true unless it is said")
        Boolean singleBuy,

        @Nullable
        @Schema(description = "Whether coupons can be used on top of the group price; false unless it is said")
        Boolean coupons,

        @Nullable
        @Min(1)
        @Max(100_000_000_000L)
        @Schema(
                description =
                        "What may be given away against the list price, leaders' benefits included: when it is spent there are"
                                + " no new groups and no new members")
        Long lossBudgetFen,

        @NotNull Instant startsAt,
        @NotNull Instant endsAt) {

    private static final int DAY = 1_440;
    private static final int QUARTER = 15;
    private static final int HOUR = 60;

    /** One SKU at the group price, so many units of it. */
    @Schema(name = "GroupBuySkuRequest")
    record SkuRequest(
            @NotNull UUID skuId,

            @Min(1) @Max(100_000_000) @Schema(description = "Must be below the price of a single unit")
            long priceFen,

            @Min(1) @Max(1_000_000) int quota,

            @Nullable @Size(max = 5) @Schema(description = "With LADDER: the price at each further step")
            List<@NotNull @Min(1) @Max(100_000_000) Long> stepPricesFen) {

        private Offer offer() {
            var steps = stepPricesFen == null ? List.<Long>of() : stepPricesFen;
            return new Offer(
                    new SkuId(skuId),
                    new Money(priceFen),
                    quota,
                    steps.stream().map(Money::new).toList());
        }
    }

    Plan plan() {
        return new Plan(
                name,
                new SpuId(spuId),
                skus.stream().map(SkuRequest::offer).toList(),
                mode == null ? Mode.NORMAL : mode,
                size,
                Duration.ofMinutes(groupTtlMinutes == null ? DAY : groupTtlMinutes),
                Duration.ofMinutes(payTimeoutMinutes == null ? QUARTER : payTimeoutMinutes),
                Duration.ofMinutes(closingGraceMinutes == null ? HOUR : closingGraceMinutes),
                Duration.ofMinutes(lockBeforeExpiryMinutes == null ? HOUR : lockBeforeExpiryMinutes),
                perOrderQty,
                perPersonQty,
                maxOpenGroupsPerPerson,
                Optional.ofNullable(segmentId).map(SegmentId::new),
                commission == null ? Commission.NORMAL : commission,
                Optional.ofNullable(commissionBp).map(Rate::new),
                Optional.ofNullable(communityId).map(CommunityId::new),
                startsAt,
                endsAt,
                deal());
    }

    private Deal deal() {
        return new Deal(
                stepSizes == null ? List.of() : stepSizes,
                benefit(),
                !Boolean.FALSE.equals(benefitFirst),
                !Boolean.FALSE.equals(singleBuy),
                Boolean.TRUE.equals(coupons),
                Optional.ofNullable(lossBudgetFen).map(Money::new));
    }

    private LeaderBenefit benefit() {
        if (leaderBenefit != null) {
            return leaderBenefit.benefit();
        }
        return mode == Mode.LEADER_FREE ? new LeaderBenefit.Free() : LeaderBenefit.NONE;
    }
}
