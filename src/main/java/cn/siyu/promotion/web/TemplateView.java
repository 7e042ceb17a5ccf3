package cn.siyu.promotion.web;

import cn.siyu.promotion.CostBearer;
import cn.siyu.promotion.domain.Channel;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Template;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A template as staff see it. */
@Schema(name = "CouponTemplateView")
record TemplateView(
        UUID id,
        String name,
        String note,
        BenefitView benefit,
        ScopeView scope,
        long thresholdFen,
        @Nullable UUID segmentId,
        Channel channel,
        String stackGroup,
        List<Way> ways,
        int total,

        @Schema(description = "How many were given out") int taken,

        int perPerson,
        @Nullable Integer perDay,
        long paidMinFen,
        Instant claimFrom,
        Instant claimUntil,
        ValidityView validity,
        CostBearer bearer,
        @Nullable UUID bearerId,
        int extendDays,
        Template.State state,
        long version,
        Instant createdAt,
        Instant changedAt) {

    static TemplateView of(Template template) {
        var terms = template.terms();
        var giving = terms.giving();
        return new TemplateView(
                template.id().value(),
                terms.name(),
                terms.note(),
                BenefitView.of(terms.benefit()),
                ScopeView.of(terms.scope()),
                terms.threshold().fen(),
                terms.segment().map(id -> id.value()).orElse(null),
                terms.channel(),
                terms.stackGroup(),
                giving.ways().stream().sorted().toList(),
                giving.total(),
                template.taken(),
                giving.perPerson(),
                giving.perDay().isPresent() ? giving.perDay().getAsInt() : null,
                giving.paidMin().fen(),
                terms.claimFrom(),
                terms.claimUntil(),
                ValidityView.of(terms.validity()),
                terms.bearer(),
                terms.bearerId().orElse(null),
                terms.extendDays(),
                template.state(),
                template.version(),
                template.createdAt(),
                template.changedAt());
    }
}
