package cn.siyu.payment.domain;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What has become of a difference. */
@Schema(name = "PaymentBillDifferenceState")
public enum DifferenceState {
    OPEN,
    /** Somebody has said why it is, and that it may be. */
    RESOLVED,
    /** A later comparison did not find it any more. */
    VANISHED
}
