package cn.siyu.trade.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.Instant;

/** The seven days for returning without reason (L1): whole days of the shop's calendar, from the day after receipt. */
public final class ReturnWindow {

    private static final int DAYS = 7;

    private ReturnWindow() {}

    public static boolean open(Instant receivedAt, Instant now) {
        return !ShopCalendar.dayOf(now).isAfter(ShopCalendar.dayOf(receivedAt).plusDays(DAYS));
    }
}
