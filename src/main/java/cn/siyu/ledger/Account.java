package cn.siyu.ledger;

import cn.siyu.kernel.money.Money;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One account: a kind, and for kinds that have many the owner it belongs to.
 *
 * @param owner the all-zero UUID for accounts that exist once
 */
public record Account(Kind kind, UUID owner) {

    /** The side of a transfer on which an account grows; its balance is counted from there. */
    @Schema(name = "LedgerSide")
    public enum Side {
        DEBIT,
        CREDIT
    }

    /** The chart of accounts. A debit raises assets and expenses, a credit the others; floors are checked by INV-04. */
    @Schema(name = "LedgerAccountKind")
    public enum Kind {
        /** Money that WeChat holds for us: paid minus refunded minus transferred (asset). */
        WECHAT_CLEARING(Side.DEBIT, Optional.of(Money.ZERO)),
        /** Money outside of WeChat: below zero as far as the shop has paid refunds by hand (asset). */
        BANK(Side.DEBIT, Optional.empty()),
        /** Captured payments whose order is not yet completed (liability), one account for all. */
        CUSTOMER_PREPAYMENTS(Side.CREDIT, Optional.of(Money.ZERO)),
        /** Goods sold: recognised when an order is completed (income). */
        SALES(Side.CREDIT, Optional.empty()),
        /** Freight charged: recognised when an order is completed (income). */
        FREIGHT_INCOME(Side.CREDIT, Optional.empty()),
        /** What commissions cost: accrued minus taken back by refunds (expense). */
        COMMISSION_EXPENSE(Side.DEBIT, Optional.of(Money.ZERO)),
        /** A payee's commissions that wait for receipt and for the end of the freeze (liability). */
        COMMISSION_ACCRUED(Side.CREDIT, Optional.of(Money.ZERO)),
        /** What a payee may withdraw (liability); below zero it is his debt. */
        COMMISSION_AVAILABLE(Side.CREDIT, Optional.empty()),
        /** What is on its way to a payee (liability). */
        COMMISSION_WITHDRAWING(Side.CREDIT, Optional.of(Money.ZERO)),
        /** What an employed seller gets with his wages (liability); below zero when refunds came after it. */
        COMMISSION_PAYROLL(Side.CREDIT, Optional.empty()),
        /** What finance has added to commission accounts by hand, less what it has taken (expense). */
        COMMISSION_ADJUSTED(Side.DEBIT, Optional.empty()),
        /** Debts of payees that were given up (expense). */
        COMMISSION_WRITTEN_OFF(Side.DEBIT, Optional.of(Money.ZERO)),
        /** Tax withheld from payees, owed to the tax office (liability). */
        TAX_PAYABLE(Side.CREDIT, Optional.of(Money.ZERO));

        private final Side side;

        @SuppressWarnings("ImmutableEnumChecker")
        private final Optional<Money> floor;

        Kind(Side side, Optional<Money> floor) {
            this.side = side;
            this.floor = floor;
        }

        public Side side() {
            return side;
        }

        /** The least balance that such an account may have, if there is one. */
        public Optional<Money> floor() {
            return floor;
        }
    }

    private static final UUID ONCE = new UUID(0, 0);

    public static Account of(Kind kind) {
        return new Account(kind, ONCE);
    }
}
