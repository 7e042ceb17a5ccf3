package cn.siyu.sandbox;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The numbers WeChat gives out, in its shapes. */
final class Numbers {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.ofHours(8));
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("ddHHmmss").withZone(ZoneOffset.ofHours(8));

    private Numbers() {}

    static String transactionId(Instant now) {
        return "4200" + digits(6) + DAY.format(now) + digits(10);
    }

    static String refundId(Instant now) {
        return "503" + digits(8) + DAY.format(now) + digits(10);
    }

    static String transferBillNo(Instant now) {
        return "1330" + digits(6) + DAY.format(now) + digits(14);
    }

    static String prepayId(Instant now) {
        return "wx" + SECOND.format(now) + Keys.hex(13);
    }

    static String requestId() {
        return "08" + Keys.hex(12).toUpperCase(Locale.ROOT) + "-0";
    }

    private static String digits(int count) {
        var digits = new StringBuilder(count);
        while (digits.length() < count) {
            digits.append((char) ('0' + RANDOM.nextInt(10)));
        }
        return digits.toString();
    }
}
