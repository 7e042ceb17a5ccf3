package cn.siyu.commission.web;

import cn.siyu.commission.app.ReadPayouts.Seen;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayoutBatch;
import cn.siyu.commission.domain.PayoutBatch.ItemState;
import cn.siyu.commission.domain.PayoutBatch.Release;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.commission.store.PayoutItemStore;
import cn.siyu.kernel.money.Money;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A payout batch as finance sees it. */
@Schema(name = "PayoutBatchView")
@JsonInclude(JsonInclude.Include.NON_NULL)
record PayoutBatchView(
        UUID id,
        PayoutBatch.State state,
        Payee.@Nullable Kind accountKind,
        @Nullable Long leastFen,
        @Nullable Long mostFen,
        @Nullable Instant requestedUntil,
        String reason,
        int items,
        long totalFen,
        UUID proposedById,
        Instant proposedAt,
        @Nullable UUID releasedById,
        @Nullable Instant releasedAt,

        @Schema(description = "Its progress: /api/admin/v1/jobs/{jobId}") @Nullable
        UUID jobId,

        @Nullable Instant endedAt,
        long version,

        @Schema(description = "How its withdrawals stand; only where one batch is asked for") @Nullable
        List<Standing> standings) {

    /** How many stand alike. */
    @Schema(name = "PayoutStanding")
    record Standing(ItemState state, WithdrawalState.Kind withdrawalState, int items, long totalFen) {

        static Standing of(PayoutItemStore.Standing standing) {
            return new Standing(
                    standing.state(),
                    standing.withdrawal(),
                    standing.items(),
                    standing.sum().fen());
        }
    }

    /** One withdrawal of a batch. */
    @Schema(name = "PayoutItemView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            UUID withdrawalId,
            UUID accountId,
            Payee.Kind accountKind,
            long amountFen,
            ItemState state,

            @Schema(description = "Why it was skipped") @Nullable
            String code,

            @Nullable Instant at,

            @Schema(description = "What became of it since") WithdrawalState.Kind withdrawalState,
            @Nullable String endReason) {

        static Item of(PayoutItemStore.Item item) {
            return new Item(
                    item.withdrawal(),
                    item.payee().id(),
                    item.payee().kind(),
                    item.amount().fen(),
                    item.state(),
                    item.code().orElse(null),
                    item.at().orElse(null),
                    item.stands(),
                    item.endReason().orElse(null));
        }
    }

    static PayoutBatchView of(PayoutBatch batch) {
        return of(batch, null);
    }

    static PayoutBatchView of(Seen seen) {
        return of(seen.batch(), seen.standings().stream().map(Standing::of).toList());
    }

    private static PayoutBatchView of(PayoutBatch batch, @Nullable List<Standing> standings) {
        var filter = batch.filter();
        return new PayoutBatchView(
                batch.id(),
                batch.state(),
                filter.kind().orElse(null),
                filter.least().map(Money::fen).orElse(null),
                filter.most().map(Money::fen).orElse(null),
                filter.requestedUntil().orElse(null),
                batch.reason(),
                batch.items(),
                batch.total().fen(),
                batch.proposedBy(),
                batch.proposedAt(),
                batch.release().map(Release::by).orElse(null),
                batch.release().map(Release::at).orElse(null),
                batch.release().map(Release::job).orElse(null),
                batch.endedAt().orElse(null),
                batch.version(),
                standings);
    }
}
