package cn.siyu.distribution.domain;

import java.time.LocalDate;
import java.time.temporal.IsoFields;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The days over which something is measured, up to and with a day; days are the shop's (Asia/Shanghai). */
@Schema(name = "TierWindow")
public enum TierWindow {
    CALENDAR_MONTH,
    QUARTER,
    ROLLING_30,
    ROLLING_90,
    LIFETIME;

    private static final int MONTH_OF_DAYS = 30;
    private static final int QUARTER_OF_DAYS = 90;

    /** The first day that counts. */
    public LocalDate first(LocalDate last) {
        return switch (this) {
            case CALENDAR_MONTH -> last.withDayOfMonth(1);
            case QUARTER -> last.with(IsoFields.DAY_OF_QUARTER, 1);
            case ROLLING_30 -> last.minusDays(MONTH_OF_DAYS - 1L);
            case ROLLING_90 -> last.minusDays(QUARTER_OF_DAYS - 1L);
            case LIFETIME -> LocalDate.EPOCH;
        };
    }
}
