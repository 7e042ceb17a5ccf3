package cn.siyu.commission.web;

import cn.siyu.commission.app.ReadStatements.Seen;
import cn.siyu.commission.domain.Statement;
import cn.siyu.commission.domain.StatementState;
import cn.siyu.commission.domain.StatementSums;
import cn.siyu.commission.store.StatementPages.Share;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A statement as its payee and finance see it. */
@Schema(name = "CommissionStatement")
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatementView(
        UUID id,

        @Schema(description = "In the shop's zone", examples = "2026-10")
        String month,

        Statement.Kind kind,

        @Schema(description = "The account, or the team whose company settles")
        UUID subjectId,

        @Schema(description = "Of a company") @Nullable String name,

        Sums sums,
        int lines,
        StatementState.Kind state,
        int openDisputes,
        Instant draftedAt,

        @Schema(description = "Then it counts as agreed to") Instant confirmBy,

        @Nullable Instant confirmedAt,
        StatementState.@Nullable How confirmedHow,
        @Nullable Instant lockedAt,

        @Schema(description = "What the ledger says beyond it: 0, or it stays open")
        long ledgerDifferenceFen,

        long version) {

    /** What a month did to an account: opening + accrued - reversed + adjusted - tax - paid = closing. */
    @Schema(name = "CommissionStatementSums")
    record Sums(
            long openingFen,
            long accruedFen,
            long reversedFen,

            @Schema(description = "Below zero when it took something")
            long adjustedFen,

            long taxFen,

            @Schema(description = "What arrived, without the tax")
            long paidFen,

            @Schema(description = "Owed to the payee; below zero by him")
            long closingFen) {

        static Sums of(StatementSums sums) {
            return new Sums(
                    sums.opening().fen(),
                    sums.accrued().fen(),
                    sums.reversed().fen(),
                    sums.adjusted().fen(),
                    sums.tax().fen(),
                    sums.paid().fen(),
                    sums.closing().fen());
        }
    }

    /** One account's part of a statement. */
    @Schema(name = "CommissionStatementPart")
    record Part(UUID accountId, Sums sums, int lines) {

        static Part of(Share share) {
            return new Part(share.payee(), Sums.of(share.sums()), share.lines());
        }
    }

    /** With its accounts and what is or was in dispute. */
    @Schema(name = "CommissionStatementDetail")
    record Detail(
            StatementView statement,
            List<Part> parts,
            List<DisputeView> disputes,

            @Schema(description = "Whether the caller may agree to it; a member of a company's team sees his part only")
            boolean mayConfirm) {

        static Detail of(Seen seen) {
            return new Detail(
                    StatementView.of(seen.statement()),
                    seen.parts().stream().map(Part::of).toList(),
                    seen.disputes().stream().map(DisputeView::of).toList(),
                    seen.whole());
        }
    }

    static StatementView of(Statement statement) {
        var state = statement.state();
        return new StatementView(
                statement.id(),
                statement.month().toString(),
                statement.kind(),
                statement.subject(),
                statement.name().orElse(null),
                Sums.of(statement.sums()),
                statement.lines(),
                state.kind(),
                statement.openDisputes(),
                statement.draftedAt(),
                statement.confirmBy(),
                state.confirmedAt().orElse(null),
                state.how().orElse(null),
                state.lockedAt().orElse(null),
                statement.difference().fen(),
                statement.version());
    }
}
