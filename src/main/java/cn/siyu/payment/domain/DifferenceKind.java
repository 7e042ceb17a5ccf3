package cn.siyu.payment.domain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How WeChat's bill and our rows can differ about one number. */
@Schema(name = "PaymentBillDifferenceKind")
public enum DifferenceKind {
    /** WeChat has it and we do not (a long bill). */
    MISSING_HERE,
    /** We have it and WeChat does not (a short bill). */
    MISSING_THERE,
    AMOUNT_DIFFERS,
    STATE_DIFFERS,
    /** WeChat has carried it out more than once. */
    DOUBLED
}
