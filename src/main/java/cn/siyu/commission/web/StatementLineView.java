package cn.siyu.commission.web;

import cn.siyu.commission.domain.Dispute;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.StatementLine;
import cn.siyu.commission.domain.StatementLine.Sold;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.kernel.web.Page;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One line of a statement. */
@Schema(name = "CommissionStatementLine")
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatementLineView(
        UUID id,
        UUID accountId,
        StatementLine.Kind kind,

        @Schema(description = "What it added; a payout takes away its tax too")
        long amountFen,

        @Schema(description = "Of a payout, what was withheld")
        long taxFen,

        Instant at,

        @Schema(description = "Of an accrual or a reversal; it can be explained") @Nullable
        UUID commissionId,

        @Nullable String orderNo,
        @Nullable String title,
        @Nullable PayeeRole role,

        @Schema(description = "Where the payee did not agree")
        Dispute.@Nullable State dispute) {

    static final List<String> TITLES =
            List.of("at", "kind", "account", "amountFen", "taxFen", "order", "goods", "role", "dispute", "id");

    static StatementLineView of(StatementLine line) {
        return new StatementLineView(
                line.id(),
                line.payee(),
                line.kind(),
                line.amount().fen(),
                line.tax().fen(),
                line.at(),
                line.of().map(Sold::commission).orElse(null),
                line.of().map(Sold::orderNo).orElse(null),
                line.of().map(Sold::title).orElse(null),
                line.of().map(Sold::role).orElse(null),
                line.dispute().orElse(null));
    }

    static Page<StatementLineView> page(List<StatementLine> rows, int limit) {
        var shown = rows.size() <= limit ? rows : rows.subList(0, limit);
        return new Page<>(
                shown.stream().map(StatementLineView::of).toList(),
                rows.size() <= limit ? null : cursor(shown.getLast()).encode());
    }

    static Cursor cursor(StatementLine line) {
        return new Cursor(line.at(), line.id());
    }

    static List<String> cells(StatementLine line) {
        return List.of(
                line.at().toString(),
                line.kind().name(),
                line.payee().toString(),
                Long.toString(line.amount().fen()),
                Long.toString(line.tax().fen()),
                line.of().map(Sold::orderNo).orElse(""),
                line.of().map(Sold::title).orElse(""),
                line.of().map(sold -> sold.role().name()).orElse(""),
                line.dispute().map(Enum::name).orElse(""),
                line.id().toString());
    }
}
