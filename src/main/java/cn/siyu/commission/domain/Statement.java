package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A month of an account, or of all accounts for which a team's company settles, as it was told to whoever it is for.
 *
 * @param subject the account or the company
 * @param representatives accounts of those who answer for a company
 * @param name of a company
 * @param difference what the ledger says beyond it: anything but zero is a fault that keeps it open
 */
public record Statement(
        UUID id,
        StatementMonth month,
        Kind kind,
        UUID subject,
        List<UUID> representatives,
        Optional<String> name,
        StatementSums sums,
        int lines,
        Money difference,
        StatementState state,
        int openDisputes,
        Instant draftedAt,
        Instant confirmBy,
        long version) {

    /** For whom it is. */
    @Schema(name = "StatementKind")
    public enum Kind {
        ACCOUNT,
        COMPANY
    }

    public Statement confirm(StatementState.How how, Instant at) {
        var next = state.confirm(how, at);
        return next.equals(state) ? this : with(next, openDisputes);
    }

    /** Closed for good, when nothing about it is open. */
    public Statement lock(Instant at) {
        var next = state.lock(at);
        if (openDisputes > 0) {
            throw Refused.with(
                    CommissionProblem.STATEMENT_DISPUTED,
                    "Lines in dispute have to be answered first",
                    Map.of("openDisputes", openDisputes));
        }
        if (!difference.isZero()) {
            throw Refused.with(
                    CommissionProblem.STATEMENT_UNTIED,
                    "The ledger and this statement do not agree",
                    Map.of("differenceFen", difference.fen()));
        }
        return with(next, openDisputes);
    }

    /** One of its lines is in dispute now; the others stay as they are. */
    public Statement disputed() {
        state.disputable();
        return with(state, openDisputes + 1);
    }

    /** A dispute has ended. */
    public Statement answered() {
        return with(state, openDisputes - 1);
    }

    /** Compared with the ledger again. */
    public Statement tied(Money now) {
        return new Statement(
                id,
                month,
                kind,
                subject,
                representatives,
                name,
                sums,
                lines,
                now,
                state,
                openDisputes,
                draftedAt,
                confirmBy,
                version + 1);
    }

    /** As somebody sees it who may see only some of its accounts. */
    public Statement narrowed(StatementSums own, int ownLines) {
        return new Statement(
                id,
                month,
                kind,
                subject,
                representatives,
                name,
                own,
                ownLines,
                difference,
                state,
                openDisputes,
                draftedAt,
                confirmBy,
                version);
    }

    private Statement with(StatementState next, int disputes) {
        return new Statement(
                id,
                month,
                kind,
                subject,
                representatives,
                name,
                sums,
                lines,
                difference,
                next,
                disputes,
                draftedAt,
                confirmBy,
                version + 1);
    }
}
