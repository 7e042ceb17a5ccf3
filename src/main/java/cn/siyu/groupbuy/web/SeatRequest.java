package cn.siyu.groupbuy.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.app.ReadWish.Wish;
import cn.siyu.groupbuy.app.TakeSeat.Command;
import cn.siyu.kernel.idempotency.IdempotencyKey;
import cn.siyu.kernel.money.Money;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.Coupons;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a member wants to buy in a group, and the total that he was shown. */
@Schema(name = "SeatRequest")
record SeatRequest(
        @NotNull UUID skuId,
        @Min(1) @Max(999) int quantity,
        @NotNull UUID addressId,

        @Min(0) @Schema(description = "As in the quote; another total is refused as PRICE_CHANGED")
        long agreedTotalFen,

        @Schema(description = "The buyer has confirmed that the SKU is excluded from the seven-day return (L1)")
        boolean exclusionAcknowledged,

        @Nullable @Size(min = 1, max = 32) @Schema(description = "Of the distributor whom the buyer names")
        String promoCode,

        @Nullable
        @Size(max = Coupons.MOST_TOGETHER)
        @Schema(description = "Taken off the group price where the activity lets them; else GROUP_BUY_NO_COUPONS")
        List<@NotNull UUID> couponIds) {

    /** What decides the effect together with the key. */
    private record Asked(UUID id, SeatRequest request) {}

    static List<CouponId> couponIds(@Nullable List<UUID> ids) {
        return ids == null ? List.of() : ids.stream().map(CouponId::new).toList();
    }

    Command command(IdempotencyKey key, UUID target, MemberId member) {
        var wish = new Wish(
                member,
                new SkuId(skuId),
                quantity,
                addressId,
                exclusionAcknowledged,
                Optional.ofNullable(promoCode),
                couponIds(couponIds));
        return new Command(key, new Asked(target, this), wish, new Money(agreedTotalFen));
    }
}
