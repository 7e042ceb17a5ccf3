package cn.siyu.trade.domain;

import cn.siyu.kernel.problem.ProblemType;

/** How trade says no. */
public enum TradeProblem implements ProblemType {
    PUSH_REFUSED(400, "This is not a message of WeChat to this mini-program"),
    PAY_WINDOW_OVER(409, "The time to pay for this order is over"),
    NOT_FOR_SALE(422, "At least one line cannot be bought at the moment"),
    REGION_NOT_DELIVERED(422, "Goods are not delivered to this address"),
    PURCHASE_LIMIT(422, "More units than may be bought"),
    PURCHASE_LIMIT_EXISTS(409, "There is a limit of that kind for these goods; change it"),
    CART_FULL(422, "The cart holds at most 100 lines"),
    PARCEL_TOO_LARGE(422, "The parcel holds units that are not left to ship"),
    TRACKING_NUMBER_USED(409, "This order already has a parcel of that carrier and number with other contents"),
    NOTHING_TO_REPORT(409, "WeChat knows all there is to know of the parcels of this order"),
    NOT_PAID_AT_WECHAT(422, "WeChat knows nothing of an order that cost nothing"),
    PROMISE_NOT_TAKEN(422, "WeChat does not take this promise of when the order is sent"),
    NOTHING_TO_INVOICE(422, "Nothing of this order's money stays with the shop"),
    INVOICE_NUMBER_USED(409, "Another invoice or red letter has this number"),
    COST_UNKNOWN(422, "At least one line of the statement has no cost price"),
    MONTH_NOT_OVER(422, "A statement is confirmed when its month is over"),
    STATEMENT_OUT_OF_ORDER(409, "There is a statement of a later month already"),
    PRICE_FIXED(422, "The price of an order of an activity is the activity's"),
    PRICE_TOO_LOW(422, "An order does not become free of charge by a changed price"),
    PRICE_TOO_HIGH(422, "Goods never cost more than what they were ordered for"),
    OTHER_PERSON_NEEDED(409, "Somebody else than the proposer has to agree"),
    ADJUSTMENT_PROPOSED(409, "Another price of this order is waiting for a second person"),
    NOT_RETURNABLE(422, "These units cannot be claimed, or have been claimed already"),
    NOT_EXCHANGEABLE(422, "These goods cannot be exchanged for those"),
    RETURN_WINDOW_OVER(422, "The seven days for returning are over"),
    REFUND_TOO_LARGE(422, "More than what can still be refunded"),
    PROMO_CODE_UNKNOWN(422, "Nobody has this promo code"),
    NOT_A_PARTNER(403, "Only distributors and KOCs have orders that they brought"),
    FREIGHT_TEMPLATE_EXISTS(409, "There is a freight template of that name"),
    FREIGHT_DEFAULT_NEEDED(422, "One freight template must be the default");

    private final int status;
    private final String title;

    TradeProblem(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String code() {
        return name();
    }

    @Override
    public String title() {
        return title;
    }
}
