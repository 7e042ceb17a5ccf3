package cn.siyu.kernel.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Where instants become days: the shop's business day is Asia/Shanghai, and no other place knows that. */
public final class ShopCalendar {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private ShopCalendar() {}

    public static LocalDate dayOf(Instant instant) {
        return instant.atZone(ZONE).toLocalDate();
    }

    /** The first instant of {@code day}. */
    public static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZONE).toInstant();
    }

    /** The instant written with the shop's offset, for protocols that want one (RFC 3339). */
    public static OffsetDateTime withOffset(Instant instant) {
        return instant.atZone(ZONE).toOffsetDateTime();
    }
}
