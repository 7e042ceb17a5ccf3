package cn.siyu.promotion.web;

import cn.siyu.promotion.domain.Drop.Plan;
import cn.siyu.promotion.domain.Validity.Span;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How many coupons are dropped, how many each member may have, and when they can be claimed. */
@Schema(name = "CouponDropPlan")
record DropPlan(
        @Min(1) @Max(100_000) int units,
        @Min(1) @Max(100) int perMember,

        @Schema(description = "Absent: at once") @Nullable Instant opensAt,

        @NotNull Instant closesAt) {

    Plan plan(Instant now) {
        return new Plan(
                units,
                perMember,
                new Span(
                        (opensAt == null ? now : opensAt).truncatedTo(ChronoUnit.MICROS),
                        closesAt.truncatedTo(ChronoUnit.MICROS)));
    }
}
