package cn.siyu.trade.web;

import cn.siyu.promotion.CostBearer;
import cn.siyu.trade.domain.SpentCoupon;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Who pays for what a coupon took off an order. */
@Schema(name = "OrderCouponBearerView")
record BorneView(
        UUID couponId,
        UUID templateId,
        CostBearer bearer,
        @Nullable UUID bearerId,
        @Schema(description = "Goods and freight together") long offFen) {

    static BorneView of(SpentCoupon coupon) {
        return new BorneView(
                coupon.coupon(),
                coupon.template(),
                coupon.bearer(),
                coupon.bearerId().orElse(null),
                coupon.offGoods().plus(coupon.offFreight()).fen());
    }
}
