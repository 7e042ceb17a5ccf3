package cn.siyu.commission.domain;

import cn.siyu.commission.domain.Recalculation.Compared;
import cn.siyu.kernel.id.Ids;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One result of a recalculation: a commission that does not agree, or the sum of a payee or of a rule.
 *
 * @param sold the line that is meant; commissions only
 * @param againBy by which it was reckoned now; commissions only
 * @param orders how many it is about
 */
public record RecalculationRow(
        UUID id, Subject subject, Optional<Sold> sold, Optional<By> againBy, long orders, Compared fen) {

    /** What a row is. */
    @Schema(name = "RecalculationRowKind")
    public enum What {
        /** A commission that is written with another amount. */
        DIFFERS,
        /** A commission that should be written and is not. */
        MISSING,
        /** A commission that is written and should not be. */
        SURPLUS,
        /** All that a payee has in one role; simulations only. */
        PAYEE,
        /** All that one rule pays; simulations only. */
        RULE
    }

    /**
     * What it is about: there is one row for each.
     *
     * @param payee empty for the sum of a rule
     * @param by of the written commission, or the rule whose sum it is; empty for a pool's and a leader's
     */
    public record Subject(What what, Optional<UUID> line, Optional<Payee> payee, PayeeRole role, Optional<By> by) {}

    /** A rule: where a distributor's rate came from. */
    public record By(RuleKind kind, Optional<UUID> rule) {

        static Optional<By> of(Commission commission) {
            var basis = commission.basis();
            return basis.rule().map(kind -> new By(kind, basis.ruleId()));
        }
    }

    /** The order's line. */
    public record Sold(UUID order, String orderNo, UUID line, String title) {}

    static RecalculationRow difference(What what, Twin twin) {
        var one = twin.either();
        return new RecalculationRow(
                Ids.next(),
                new Subject(
                        what,
                        Optional.of(one.line()),
                        Optional.of(one.payee()),
                        one.role(),
                        twin.written().flatMap(By::of)),
                Optional.of(new Sold(one.order(), one.orderNo(), one.line(), one.title())),
                twin.again().flatMap(By::of),
                1,
                twin.compared());
    }

    static RecalculationRow sum(Subject subject, Compared fen) {
        return new RecalculationRow(Ids.next(), subject, Optional.empty(), Optional.empty(), 1, fen);
    }

    /** The sum of more orders. */
    RecalculationRow plus(RecalculationRow more) {
        return new RecalculationRow(id, subject, sold, againBy, orders + more.orders, fen.plus(more.fen));
    }
}
