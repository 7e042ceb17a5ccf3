package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.domain.LeaderBenefit;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What the leader of a group gets when it comes about (B16). */
@Schema(name = "LeaderBenefitView")
record LeaderBenefitView(
        LeaderBenefit.Kind kind,
        @Nullable Long offFen,
        @Nullable UUID couponTemplateId,
        @Nullable Integer commissionBp) {

    static LeaderBenefitView of(LeaderBenefit benefit) {
        return switch (benefit) {
            case LeaderBenefit.None _, LeaderBenefit.Free _ -> new LeaderBenefitView(benefit.kind(), null, null, null);
            case LeaderBenefit.PriceOff(var off) -> new LeaderBenefitView(benefit.kind(), off.fen(), null, null);
            case LeaderBenefit.Coupon(var template) ->
                new LeaderBenefitView(benefit.kind(), null, template.value(), null);
            case LeaderBenefit.Commission(var rate) ->
                new LeaderBenefitView(benefit.kind(), null, null, rate.basisPoints());
        };
    }
}
