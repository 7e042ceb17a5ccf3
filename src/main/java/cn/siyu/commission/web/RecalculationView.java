package cn.siyu.commission.web;

import cn.siyu.commission.app.Recalculate.Seen;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.Recalculation;
import cn.siyu.commission.domain.RecalculationRow;
import cn.siyu.commission.domain.RecalculationRow.By;
import cn.siyu.commission.domain.RecalculationRow.Sold;
import cn.siyu.commission.domain.RecalculationRow.What;
import cn.siyu.commission.domain.RuleKind;
import cn.siyu.kernel.job.JobState;
import cn.siyu.kernel.job.JobView;
import cn.siyu.kernel.money.Rate;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A recalculation as finance sees it: how far it is, and what it has come to by then. */
@Schema(name = "RecalculationView")
@JsonInclude(JsonInclude.Include.NON_NULL)
record RecalculationView(
        @Schema(description = "Its job's too: /api/admin/v1/jobs/{id}, where it is cancelled")
        UUID id,

        Recalculation.Kind kind,
        Instant from,
        Instant to,

        @Schema(description = "The cap that is tried; absent: the one that was kept with each order") @Nullable
        Integer capBasisPoints,

        @Schema(description = "The rules that are tried; only where one recalculation is asked for") @Nullable
        List<CommissionRuleView> drafts,

        String reason,
        UUID askedById,
        String askedBy,
        Instant askedAt,

        @Schema(description = "Its job's; absent when that did not come to its end and is forgotten") @Nullable
        JobState state,

        @Schema(description = "Why it failed") @Nullable String failure,

        @Schema(description = "Looked at by now") long orders,

        @Schema(description = "To be looked at; absent when its job is forgotten") @Nullable
        Long ordersTotal,

        @Schema(description = "Of these orders") long lines,

        @Schema(description = "Commissions that are written and reckoned otherwise, or are one of both only")
        long differing,

        Sums sums,
        @Nullable Instant doneAt) {

    /** What is written beside what was reckoned. */
    @Schema(name = "RecalculationSums")
    record Sums(
            @Schema(description = "As written, before refunds")
            long paidFen,

            @Schema(description = "As reckoned, before refunds")
            long againFen,

            @Schema(description = "As written, after refunds and forfeits")
            long keptFen,

            @Schema(description = "As reckoned, after refunds and forfeits")
            long keptAgainFen) {

        static Sums of(Recalculation.Compared fen) {
            return new Sums(
                    fen.paid().fen(),
                    fen.again().fen(),
                    fen.kept().fen(),
                    fen.keptAgain().fen());
        }
    }

    /** One result. Which members there are depends on what it is. */
    @Schema(name = "RecalculationRowView")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Row(
            UUID id,
            What what,

            @Schema(description = "Of a commission or a payee") @Nullable
            UUID accountId,

            Payee.@Nullable Kind accountKind,
            PayeeRole role,

            @Schema(description = "Of a commission, and so on to title") @Nullable
            UUID orderId,

            @Nullable String orderNo,
            @Nullable UUID orderLineId,
            @Nullable String title,

            @Schema(description = "By which it is written, or whose sum it is; absent for a pool's and a leader's")
            @Nullable
            RuleKind rule,

            @Schema(description = "Of a written rule, or of a draft") @Nullable
            UUID ruleId,

            @Schema(description = "By which a commission was reckoned now") @Nullable
            RuleKind againRule,

            @Nullable UUID againRuleId,
            long orders,
            Sums sums) {

        static Row of(RecalculationRow row) {
            var subject = row.subject();
            return new Row(
                    row.id(),
                    subject.what(),
                    subject.payee().map(Payee::id).orElse(null),
                    subject.payee().map(Payee::kind).orElse(null),
                    subject.role(),
                    row.sold().map(Sold::order).orElse(null),
                    row.sold().map(Sold::orderNo).orElse(null),
                    row.sold().map(Sold::line).orElse(null),
                    row.sold().map(Sold::title).orElse(null),
                    subject.by().map(By::kind).orElse(null),
                    subject.by().flatMap(By::rule).orElse(null),
                    row.againBy().map(By::kind).orElse(null),
                    row.againBy().flatMap(By::rule).orElse(null),
                    row.orders(),
                    Sums.of(row.fen()));
        }
    }

    static RecalculationView listed(Seen seen) {
        return of(seen, null);
    }

    static RecalculationView of(Seen seen) {
        return of(seen, seen.drafts().stream().map(CommissionRuleView::of).toList());
    }

    private static RecalculationView of(Seen seen, @Nullable List<CommissionRuleView> drafts) {
        var asked = seen.recalculation();
        var tally = asked.tally();
        return new RecalculationView(
                asked.id(),
                asked.kind(),
                asked.period().from(),
                asked.period().to(),
                asked.cap().map(Rate::basisPoints).orElse(null),
                drafts,
                asked.reason(),
                asked.askedBy(),
                asked.askedByName(),
                asked.askedAt(),
                asked.doneAt()
                        .map(_ -> JobState.DONE)
                        .or(() -> seen.job().map(JobView::state))
                        .orElse(null),
                seen.job().map(JobView::failure).orElse(null),
                tally.orders(),
                seen.job().map(JobView::total).orElse(null),
                tally.lines(),
                tally.differing(),
                Sums.of(tally.fen()),
                asked.doneAt().orElse(null));
    }
}
