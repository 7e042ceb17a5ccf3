package cn.siyu.trade.domain;

import cn.siyu.kernel.time.ShopCalendar;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/**
 * Order numbers for people and for WeChat (E2): the shop's time to the millisecond, so that they sort, and 45 random bits,
 * so that nobody guesses another's. 24 characters leave room for the suffixes of payments and refunds.
 */
public final class OrderNumbers {

    /** Without i, l, o and u: they can be read out over a telephone. */
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

    private static final int RANDOM_CHARACTERS = 9;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyMMddHHmmssSSS");

    private OrderNumbers() {}

    public static String next(Instant now, RandomGenerator random) {
        var number = new StringBuilder(TIME.format(ShopCalendar.withOffset(now)));
        for (var i = 0; i < RANDOM_CHARACTERS; i++) {
            number.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return number.toString();
    }
}
