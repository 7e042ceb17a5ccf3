package cn.siyu.commission.web;

import cn.siyu.commission.app.ReadCommissions.Seen;
import cn.siyu.commission.domain.TaxRecord;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.distribution.DistributorLayer;
import cn.siyu.distribution.Distributors.Layered;
import cn.siyu.payment.Transfers;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A withdrawal as its payee and finance see it. */
@Schema(name = "WithdrawalView")
@JsonInclude(JsonInclude.Include.NON_NULL)
record WithdrawalView(
        UUID id,
        UUID accountId,
        long amountFen,

        @Schema(
                description =
                        "What is withheld of it; known once its money is promised, and shown of one withdrawal only")
        @Nullable
        Long taxFen,

        @Schema(description = "What WeChat transfers") @Nullable
        Long netFen,

        WithdrawalState.Kind state,
        boolean cancelAsked,
        Instant requestedAt,

        @Schema(description = "Until when the payee has to confirm") @Nullable
        Instant confirmBy,

        @Nullable Instant endedAt,
        @Nullable String reason,

        @Schema(description = "Who of finance was the first to approve") @Nullable
        UUID firstApproverId,

        long version,

        @Schema(description = "For wx.requestMerchantTransfer, while WeChat waits for the payee") @Nullable
        Confirm confirm,

        @Schema(description = "Where the distributor stands; in finance's list only") @Nullable
        Layer layer) {

    /** The layer of a distributor: his tier, how many customers are his, and how lately he brought an order. */
    @Schema(name = "WithdrawalLayer")
    record Layer(UUID tierId, String tierName, DistributorLayer.Size size, DistributorLayer.Activity activity) {}

    /** What {@code wx.requestMerchantTransfer} is called with. */
    @Schema(name = "WithdrawalConfirm")
    record Confirm(
            String mchId,
            String appId,
            @JsonProperty("package") String packageInfo) {}

    static WithdrawalView of(Withdrawal withdrawal) {
        return of(withdrawal, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static WithdrawalView layered(Withdrawal withdrawal, Optional<Layered> layer) {
        return of(withdrawal, Optional.empty(), Optional.empty(), layer);
    }

    static WithdrawalView of(Seen seen) {
        return of(seen.withdrawal(), seen.confirmation(), seen.tax(), Optional.empty());
    }

    private static WithdrawalView of(
            Withdrawal withdrawal,
            Optional<Transfers.Confirmation> confirmation,
            Optional<TaxRecord> tax,
            Optional<Layered> layer) {
        var state = withdrawal.state();
        return new WithdrawalView(
                withdrawal.id(),
                withdrawal.payee().id(),
                withdrawal.amount().fen(),
                tax.map(known -> known.tax().fen()).orElse(null),
                tax.map(known -> known.net().fen()).orElse(null),
                state.kind(),
                state.cancelAsked(),
                withdrawal.requestedAt(),
                state.awaitsSince()
                        .map(since -> since.plus(WithdrawalState.CONFIRM))
                        .orElse(null),
                withdrawal.endedAt().orElse(null),
                state.reason().orElse(null),
                state.first().orElse(null),
                withdrawal.version(),
                confirmation
                        .map(c -> new Confirm(c.mchId(), c.appId(), c.packageInfo()))
                        .orElse(null),
                layer.map(his -> new Layer(
                                his.tier(),
                                his.tierName(),
                                his.layer().size(),
                                his.layer().activity()))
                        .orElse(null));
    }
}
