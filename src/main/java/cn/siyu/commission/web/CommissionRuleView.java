package cn.siyu.commission.web;

import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A rule as it is. */
@Schema(name = "CommissionRuleView")
@JsonInclude(JsonInclude.Include.NON_NULL)
record CommissionRuleView(
        UUID id,
        RuleKind kind,
        @Nullable UUID distributorId,
        @Nullable UUID skuId,
        @Nullable UUID productId,
        @Nullable UUID tierId,
        @Nullable UUID categoryId,
        @Nullable Integer basisPoints,
        @Nullable Long perUnitFen,
        int version,
        Instant from,
        @Nullable Instant to,
        String reason) {

    static CommissionRuleView of(CommissionRule rule) {
        var target = rule.target();
        return new CommissionRuleView(
                rule.id(),
                rule.kind(),
                target.distributor().orElse(null),
                target.sku().orElse(null),
                target.spu().orElse(null),
                target.tier().orElse(null),
                target.category().orElse(null),
                rule.rate().map(Rate::basisPoints).orElse(null),
                rule.perUnit().map(Money::fen).orElse(null),
                rule.version(),
                rule.from(),
                rule.to().orElse(null),
                rule.reason());
    }
}
