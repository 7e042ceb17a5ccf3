package cn.siyu.promotion.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.promotion.CouponType;
import cn.siyu.promotion.domain.Benefit;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a coupon takes off, as staff write it and everybody reads it. Fields that its type does not need are absent. */
@Schema(name = "CouponBenefit")
record BenefitView(
        @NotNull CouponType type,

        @Schema(description = "AMOUNT, FREIGHT: at most so much off") @Nullable @Positive @Max(100_000_000)
        Long offFen,

        @Schema(description = "PERCENT: share off in basis points, 2000 is 20 % off") @Nullable @Min(1) @Max(10_000)
        Integer offBp,

        @Schema(description = "PERCENT: at most so much off") @Nullable @Positive @Max(100_000_000)
        Long capFen,

        @Schema(description = "GIFT, TRIAL: the SKU that the buyer puts into his basket") @Nullable
        UUID skuId,

        @Schema(description = "GIFT, TRIAL: for how many units") @Nullable @Min(1) @Max(99)
        Integer units,

        @Schema(description = "TRIAL: what a unit costs with it") @Nullable @Positive @Max(100_000_000)
        Long priceFen) {

    Benefit benefit() {
        return switch (type) {
            case AMOUNT -> new Benefit.Amount(new Money(needed(offFen, "offFen")));
            case FREIGHT -> new Benefit.Freight(new Money(needed(offFen, "offFen")));
            case PERCENT ->
                new Benefit.Percent(
                        new Rate(needed(offBp, "offBp")),
                        Optional.ofNullable(capFen).map(Money::new));
            case GIFT -> new Benefit.Gift(new SkuId(needed(skuId, "skuId")), needed(units, "units"));
            case TRIAL ->
                new Benefit.Trial(
                        new SkuId(needed(skuId, "skuId")),
                        needed(units, "units"),
                        new Money(needed(priceFen, "priceFen")));
        };
    }

    private static <T> T needed(@Nullable T value, String field) {
        if (value == null) {
            throw Refused.fields(
                    CommonProblem.INVALID_REQUEST,
                    List.of(new FieldError("benefit." + field, "is needed for this type")));
        }
        return value;
    }

    static BenefitView of(Benefit benefit) {
        return switch (benefit) {
            case Benefit.Amount(var off) -> new BenefitView(CouponType.AMOUNT, off.fen(), null, null, null, null, null);
            case Benefit.Freight(var off) ->
                new BenefitView(CouponType.FREIGHT, off.fen(), null, null, null, null, null);
            case Benefit.Percent(var rate, var cap) ->
                new BenefitView(
                        CouponType.PERCENT,
                        null,
                        rate.basisPoints(),
                        cap.map(Money::fen).orElse(null),
                        null,
                        null,
                        null);
            case Benefit.Gift(var sku, var units) ->
                new BenefitView(CouponType.GIFT, null, null, null, sku.value(), units, null);
            case Benefit.Trial(var sku, var units, var price) ->
                new BenefitView(CouponType.TRIAL, null, null, null, sku.value(), units, price.fen());
        };
    }
}
