package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.domain.LeaderBenefit;
import cn.siyu.groupbuy.domain.LeaderBenefit.Kind;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.promotion.CouponTemplateId;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the leader of a group gets when it comes about (B16). */
@Schema(name = "LeaderBenefitRequest")
record LeaderBenefitRequest(
        @NotNull Kind kind,

        @Nullable @Min(1) @Max(100_000_000) @Schema(description = "With PRICE_OFF: so much of his price comes back")
        Long offFen,

        @Nullable @Schema(description = "With COUPON: one of this template")
        UUID couponTemplateId,

        @Nullable
        @Min(1)
        @Max(10_000)
        @Schema(description = "With COMMISSION: basis points of what the others pay for goods")
        Integer commissionBp) {

    @AssertTrue(message = "names what belongs to its kind and nothing else")
    @Schema(hidden = true)
    boolean isComplete() {
        return (kind == Kind.PRICE_OFF) == (offFen != null)
                && (kind == Kind.COUPON) == (couponTemplateId != null)
                && (kind == Kind.COMMISSION) == (commissionBp != null);
    }

    @SuppressWarnings("NullAway") // isComplete() was asked before.
    LeaderBenefit benefit() {
        return switch (kind) {
            case NONE -> LeaderBenefit.NONE;
            case PRICE_OFF -> new LeaderBenefit.PriceOff(new Money(offFen));
            case FREE -> new LeaderBenefit.Free();
            case COUPON -> new LeaderBenefit.Coupon(new CouponTemplateId(couponTemplateId));
            case COMMISSION -> new LeaderBenefit.Commission(new Rate(commissionBp));
        };
    }
}
