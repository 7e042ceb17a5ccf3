package cn.siyu.groupbuy.web;

import cn.siyu.audience.SegmentId;
import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashPlan;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
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

/** A flash sale as it is to be; what is left out has its usual value. */
@Schema(name = "FlashSaleRequest")
record FlashSaleRequest(
        @NotBlank @Size(max = 60) String name,
        @NotNull @Size(min = 1, max = 100) List<@Valid @NotNull ItemRequest> items,

        @Nullable
        @Min(3)
        @Max(15)
        @Schema(description = "How long units are held for their payment; 15 unless it is said")
        Integer payTimeoutMinutes,

        @Nullable @Schema(description = "Only for members of this segment")
        UUID segmentId,

        @Nullable @Schema(description = "NORMAL unless it is said")
        Commission commission,

        @Nullable @Min(0) @Max(10_000) @Schema(description = "With OVERRIDE: basis points of the net")
        Integer commissionBp,

        @NotNull Instant startsAt,
        @NotNull Instant endsAt) {

    private static final int QUARTER = 15;

    /** One SKU at its price in the sale, so many units of it. */
    @Schema(name = "FlashItemRequest")
    record ItemRequest(
            @NotNull UUID skuId,

            @Min(1) @Max(100_000_000) @Schema(description = "Must be below the ordinary price")
            long priceFen,

            @Min(1) @Max(1_000_000) int quota,
            @Min(1) @Max(999) int perOrderQty,
            @Min(1) @Max(9_999) int perPersonQty) {

        private FlashItem item() {
            return new FlashItem(new SkuId(skuId), new Money(priceFen), quota, perOrderQty, perPersonQty);
        }
    }

    FlashPlan plan() {
        return new FlashPlan(
                name,
                items.stream().map(ItemRequest::item).toList(),
                Duration.ofMinutes(payTimeoutMinutes == null ? QUARTER : payTimeoutMinutes),
                Optional.ofNullable(segmentId).map(SegmentId::new),
                commission == null ? Commission.NORMAL : commission,
                Optional.ofNullable(commissionBp).map(Rate::new),
                startsAt,
                endsAt);
    }
}
