package cn.siyu.payment.domain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How far the bills of a day are. */
@Schema(name = "PaymentBillDayState")
public enum BillDayState {
    /** Its turn has come. */
    QUEUED,
    /** WeChat has not finished them. */
    WAITING,
    /** They could not be fetched or believed. */
    FAILED,
    RECONCILED
}
