package cn.siyu.report.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** Money of a firm order that went back, on the shop day on which it arrived. */
public record Refunded(String refundNo, UUID order, long amountFen, Instant at) {

    public LocalDate day() {
        return ShopCalendar.dayOf(at);
    }
}
