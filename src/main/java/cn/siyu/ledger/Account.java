package cn.siyu.ledger;

import java.util.UUID;

/**
 * One account: a kind, and for kinds that have many the owner it belongs to.
 *
 * @param owner the all-zero UUID for accounts that exist once
 */
public record Account(Kind kind, UUID owner) {

    /** The chart of accounts. A debit raises assets and expenses, a credit the others; floors are checked by the ledger. */
    public enum Kind {
        /** Money that WeChat holds for us: paid minus refunded minus transferred (asset). */
        WECHAT_CLEARING,
        /** Captured payments whose order is not yet completed (liability), one account for all. */
        CUSTOMER_PREPAYMENTS,
        /** Goods sold: recognised when an order is completed (income). */
        SALES,
        /** Freight charged: recognised when an order is completed (income). */
        FREIGHT_INCOME
    }

    private static final UUID ONCE = new UUID(0, 0);

    public static Account of(Kind kind) {
        return new Account(kind, ONCE);
    }
}
