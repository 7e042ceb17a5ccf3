package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that happened to an account in a month.
 *
 * @param id of what it is about: no other statement has it
 * @param amount what it added; a payout takes away its tax too
 * @param of the commission, for accruals and reversals
 * @param dispute the state of the payee's dispute about it
 */
public record StatementLine(
        UUID id,
        UUID payee,
        Kind kind,
        Money amount,
        Money tax,
        Instant at,
        Optional<Sold> of,
        Optional<Dispute.State> dispute) {

    /** What happened. */
    @Schema(name = "StatementLineKind")
    public enum Kind {
        ACCRUAL,
        REVERSAL,
        ADJUSTMENT,
        PAYOUT
    }

    /** The commission that a line is about. */
    public record Sold(UUID commission, String orderNo, String title, PayeeRole role) {}
}
