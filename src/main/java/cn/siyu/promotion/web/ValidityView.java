package cn.siyu.promotion.web;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.promotion.domain.Validity;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** When coupons can be used: either the same span for everybody, or days from the receipt. */
@Schema(name = "CouponValidity")
record ValidityView(
        @Nullable Instant from,
        @Nullable Instant until,

        @Schema(description = "Begins so many days after the receipt") @Nullable @Min(0) @Max(365)
        Integer delayDays,

        @Schema(description = "Lasts so many days") @Nullable @Min(1) @Max(3650)
        Integer days) {

    Validity validity() {
        if (from != null && until != null && delayDays == null && days == null) {
            return new Validity.Fixed(from, until);
        }
        if (from == null && until == null && days != null) {
            return new Validity.Relative(delayDays == null ? 0 : delayDays, days);
        }
        throw Refused.fields(
                CommonProblem.INVALID_REQUEST,
                List.of(new FieldError("validity", "is either from and until, or days with delayDays")));
    }

    static ValidityView of(Validity validity) {
        return switch (validity) {
            case Validity.Fixed(var from, var until) -> new ValidityView(from, until, null, null);
            case Validity.Relative(var delay, var days) -> new ValidityView(null, null, delay, days);
        };
    }
}
