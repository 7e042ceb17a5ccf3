package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.CouponType;
import java.util.Optional;
import java.util.UUID;

/** A coupon with which an order was placed, and who pays for what it took off: as it was then (L3). */
public record SpentCoupon(
        UUID coupon,
        UUID template,
        String name,
        CouponType type,
        CostBearer bearer,
        Optional<UUID> bearerId,
        Money offGoods,
        Money offFreight) {}
