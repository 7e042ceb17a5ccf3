package cn.siyu.commission.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What one payee earns from one line, with everything that decided it, as it was when the order became firm.
 *
 * @param original before refunds, {@code kept} after those that were heard
 * @param basis by which it was reckoned
 */
public record Commission(
        UUID id,
        UUID order,
        String orderNo,
        UUID line,
        String title,
        Payee payee,
        PayeeRole role,
        Money net,
        int quantity,
        Money original,
        Money kept,
        Basis basis,
        CommissionState state,
        Instant at) {

    /**
     * @param rule where a distributor's rate came from; empty for KOC and seller
     * @param ruleId of a written rule
     * @param rate of the net; for KOC and seller the pool's
     * @param perUnit instead of a rate
     * @param part of the pool; KOC and seller only
     * @param cap over all payees of the line
     */
    public record Basis(
            Optional<RuleKind> rule,
            Optional<UUID> ruleId,
            Optional<Rate> rate,
            Optional<Money> perUnit,
            Optional<Rate> part,
            Money cap) {}

    /** How a refund of the line took something back. */
    public record Reversal(String refundNo, Money amount, Instant at) {}

    /** A refund of the line, as it was told. {@code before} is what earlier refunds of the line had given back. */
    public record Refund(UUID line, String refundNo, Money amount, Money before, Instant at) {}

    public static final String ACCRUAL = "COMMISSION:";
    public static final String REVERSAL = "COMMISSION-BACK:";
    public static final String THAW = "COMMISSION-FREE:";

    public Commission with(Money nowKept, CommissionState nowState) {
        return new Commission(
                id, order, orderNo, line, title, payee, role, net, quantity, original, nowKept, basis, nowState, at);
    }

    /** The name of its accrual in the ledger: there can be no second one. */
    public String accrualReference() {
        return ACCRUAL + line + ":" + role;
    }

    public String reversalReference(String refundNo) {
        return REVERSAL + line + ":" + role + ":" + refundNo;
    }

    public String thawReference() {
        return THAW + line + ":" + role;
    }

    /** What these refunds take back of it, each its own part; those that take less than a fen take nothing. */
    public List<Reversal> reversals(List<Refund> refunds) {
        return refunds.stream()
                .filter(refund -> refund.line().equals(line))
                .map(refund -> new Reversal(
                        refund.refundNo(),
                        Keeping.takenBy(original, net, refund.before(), refund.amount()),
                        refund.at()))
                .filter(reversal -> reversal.amount().isPositive())
                .toList();
    }
}
