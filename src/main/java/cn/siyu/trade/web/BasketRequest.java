package cn.siyu.trade.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.trade.app.PriceBasket.Basket;
import cn.siyu.trade.app.PriceBasket.CouponWish;
import cn.siyu.trade.domain.Wanted;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One SKU and how many of it: all that a client may say about what it buys (SEC-09). */
@Schema(name = "BasketLine")
record BasketRequest(
        @NotNull @Schema(description = "The SKU") UUID skuId,

        @Min(1) @Max(999) @Schema(description = "Units; lines of the same SKU are added up")
        int quantity) {

    Wanted wanted() {
        return new Wanted(new SkuId(skuId), quantity);
    }

    /** Coupons by their ids; none when absent. */
    static List<CouponId> coupons(@Nullable List<UUID> ids) {
        return ids == null ? List.of() : ids.stream().map(CouponId::new).toList();
    }

    static Basket basket(
            MemberId member,
            List<BasketRequest> lines,
            @Nullable UUID address,
            @Nullable List<UUID> acknowledged,
            CouponWish coupons) {
        Set<SkuId> confirmed = acknowledged == null
                ? Set.of()
                : acknowledged.stream().map(SkuId::new).collect(Collectors.toSet());
        return new Basket(
                member,
                lines.stream().map(BasketRequest::wanted).toList(),
                Optional.ofNullable(address),
                confirmed,
                coupons);
    }
}
