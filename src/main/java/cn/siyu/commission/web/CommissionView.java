package cn.siyu.commission.web;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A commission as payees and finance see it; nothing in it says who bought. */
@Schema(name = "CommissionView")
@JsonInclude(JsonInclude.Include.NON_NULL)
record CommissionView(
        UUID id,
        UUID accountId,
        Payee.Kind accountKind,
        PayeeRole role,
        String orderNo,
        UUID orderId,
        UUID orderLineId,
        String title,
        int quantity,
        long netFen,
        long originalFen,
        long amountFen,
        CommissionState state,
        @Nullable RuleKind rule,
        @Nullable UUID ruleId,
        @Nullable Integer basisPoints,
        @Nullable Long perUnitFen,
        @Nullable Integer partBasisPoints,
        Instant at) {

    static CommissionView of(Commission commission) {
        var basis = commission.basis();
        return new CommissionView(
                commission.id(),
                commission.payee().id(),
                commission.payee().kind(),
                commission.role(),
                commission.orderNo(),
                commission.order(),
                commission.line(),
                commission.title(),
                commission.quantity(),
                commission.net().fen(),
                commission.original().fen(),
                commission.kept().fen(),
                commission.state(),
                basis.rule().orElse(null),
                basis.ruleId().orElse(null),
                basis.rate().map(Rate::basisPoints).orElse(null),
                basis.perUnit().map(Money::fen).orElse(null),
                basis.part().map(Rate::basisPoints).orElse(null),
                commission.at());
    }
}
