package cn.siyu.trade.domain;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.member.MemberId;
import cn.siyu.trade.PurchaseLimit;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Units that an order counts against one limit under one key of its buyer. A person counts under each of his keys, and none
 * of them may be above the limit: a second account with the same phone is the same person.
 *
 * @param key {@code member:id}, or a keyed hash such as {@code phone:..} or {@code address:..}
 */
public record Tally(PurchaseLimit limit, String key, String period, int units) {

    private static final String DOOR = "address:";

    /** Where units are added up. */
    public record Counter(UUID limit, String key, String period) {}

    public Counter counter() {
        return new Counter(limit.id(), key, period);
    }

    /** What an order asks of one limit. */
    public record Asked(PurchaseLimit limit, int units) {

        /** Whether this one order asks for too much, whatever was bought before. */
        public boolean tooMuch() {
            return units > limit.units();
        }
    }

    /** Lines of the same goods are added up before they are held against a limit. */
    public static List<Asked> asked(Collection<PurchaseLimit> limits, Collection<OrderLine> lines) {
        return limits.stream()
                .map(limit -> new Asked(
                        limit,
                        lines.stream()
                                .filter(line -> limit.covers(
                                        line.sold().sku(), line.sold().spu()))
                                .mapToInt(OrderLine::quantity)
                                .reduce(0, Math::addExact)))
                .filter(asked -> asked.units() > 0)
                .toList();
    }

    /** Where an order counts; a limit of one order needs no counter. */
    public static List<Tally> of(Collection<Asked> asked, MemberId member, Set<String> buyerKeys, Instant now) {
        return asked.stream()
                .flatMap(each -> keys(each.limit().scope(), member, buyerKeys)
                        .map(key ->
                                new Tally(each.limit(), key, period(each.limit().period(), now), each.units())))
                .toList();
    }

    private static Stream<String> keys(PurchaseLimit.Scope scope, MemberId member, Set<String> buyerKeys) {
        return switch (scope) {
            case ORDER -> Stream.of();
            case PERSON ->
                Stream.concat(
                        Stream.of("member:" + member.value()),
                        buyerKeys.stream().filter(key -> !key.startsWith(DOOR)));
            case ADDRESS -> buyerKeys.stream().filter(key -> key.startsWith(DOOR));
        };
    }

    /** The name of the period of which this moment is. */
    public static String period(PurchaseLimit.Period period, Instant now) {
        var day = ShopCalendar.dayOf(now);
        return switch (period) {
            case EVER -> "EVER";
            case DAY -> day.toString();
            case MONTH -> month(day);
        };
    }

    /** When that period began. */
    public static Instant beginOf(PurchaseLimit.Period period, Instant now) {
        var day = ShopCalendar.dayOf(now);
        return switch (period) {
            case EVER -> Instant.EPOCH;
            case DAY -> ShopCalendar.startOf(day);
            case MONTH -> ShopCalendar.startOf(day.withDayOfMonth(1));
        };
    }

    private static String month(LocalDate day) {
        return String.format(Locale.ROOT, "%04d-%02d", day.getYear(), day.getMonthValue());
    }
}
