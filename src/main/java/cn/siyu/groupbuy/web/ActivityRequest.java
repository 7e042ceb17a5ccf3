package cn.siyu.groupbuy.web;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
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

        @Min(2) @Max(100) @Schema(description = "Members of a group, its leader included")
        int size,

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

            @Min(1) @Max(1_000_000) int quota) {}

    Plan plan() {
        return new Plan(
                name,
                new SpuId(spuId),
                skus.stream()
                        .map(each -> new Offer(new SkuId(each.skuId()), new Money(each.priceFen()), each.quota()))
                        .toList(),
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
                endsAt);
    }
}
