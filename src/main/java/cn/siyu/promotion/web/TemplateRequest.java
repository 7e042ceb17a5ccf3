package cn.siyu.promotion.web;

import cn.siyu.audience.SegmentId;
import cn.siyu.kernel.money.Money;
import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.domain.Channel;
import cn.siyu.promotion.domain.Giving;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Template.Terms;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Everything that is written about a template (H1). */
@Schema(name = "CouponTemplateText")
record TemplateRequest(
        @NotBlank @Size(max = 40) String name,

        @Schema(description = "What buyers are told about it; absent: nothing") @Nullable @Size(max = 500)
        String note,

        @NotNull @Valid BenefitView benefit,
        @NotNull @Valid ScopeView scope,

        @Schema(description = "What the goods in scope must cost together, before any coupon; 0: no threshold")
        @PositiveOrZero
        @Max(1_000_000_000)
        long thresholdFen,

        @Schema(description = "Only members of this segment may claim one") @Nullable
        UUID segmentId,

        @Schema(description = "Where it is given out and used; absent: MP, the mini-program, the one there is")
        @Nullable
        Channel channel,

        @Schema(description = "Of the coupons of one stack group an order takes one", examples = "GOODS")
        @NotNull
        @Pattern(regexp = "[A-Z][A-Z0-9_]{0,31}")
        String stackGroup,

        @Schema(description = "How coupons are given out; staff may always give them") @NotNull @Size(max = 6)
        List<@NotNull Way> ways,

        @Min(1) @Max(100_000_000) int total,
        @Min(1) @Max(1_000) int perPerson,

        @Schema(description = "How many are claimed on one day by all together; absent: any number")
        @Nullable
        @Min(1)
        @Max(100_000_000)
        Integer perDay,

        @Schema(description = "PAID: what the order must be worth; absent: any") @Nullable @PositiveOrZero
        Long paidMinFen,

        @NotNull Instant claimFrom,
        @NotNull Instant claimUntil,
        @NotNull @Valid ValidityView validity,
        @NotNull CostBearer bearer,

        @Schema(description = "The store, supplier or channel that pays; absent for HQ") @Nullable
        UUID bearerId,

        @Schema(description = "Days of grace for one that comes back after its time; absent: none")
        @Nullable
        @Min(0)
        @Max(365)
        Integer extendDays) {

    Terms terms() {
        return new Terms(
                name,
                note == null ? "" : note,
                benefit.benefit(),
                scope.scope(),
                new Money(thresholdFen),
                Optional.ofNullable(segmentId).map(SegmentId::new),
                channel == null ? Channel.MP : channel,
                stackGroup,
                new Giving(
                        Set.copyOf(ways),
                        total,
                        perPerson,
                        perDay == null ? OptionalInt.empty() : OptionalInt.of(perDay),
                        new Money(paidMinFen == null ? 0 : paidMinFen)),
                // As the database keeps instants: an edit must find what it wrote.
                claimFrom.truncatedTo(ChronoUnit.MICROS),
                claimUntil.truncatedTo(ChronoUnit.MICROS),
                validity.validity(),
                bearer,
                Optional.ofNullable(bearerId),
                extendDays == null ? 0 : extendDays);
    }
}
