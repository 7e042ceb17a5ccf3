package cn.siyu.trade.domain;

import cn.siyu.member.DeliveryAddress;
import cn.siyu.trade.OrderId;
import cn.siyu.wechat.ShippingReports;
import cn.siyu.wechat.ShippingReports.Report;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The report about the parcels of an order that WeChat is to be given now (E12).
 *
 * @param wanted which change it tells; a later one makes it due again
 * @param split WeChat knows this order as one of several parcels
 * @param tries how often it was tried since that change
 * @param at its time, later than that of any report before
 */
public record ShippingReport(OrderId order, int wanted, boolean split, int tries, Instant at) {

    /** What WeChat knows. */
    @Schema(name = "ShippingReportState")
    public enum State {
        /** Paid, and nothing has left: there is no report yet. */
        UNSHIPPED,
        /** Something has left that WeChat does not know of. */
        WAITING,
        /** It knows what has left; more will leave. */
        PART,
        /** It knows everything. */
        TOLD,
        /** All the money went back before WeChat was told. */
        NEEDLESS
    }

    private static final List<Duration> AFTER_DOUBT = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    private static final int DIGITS_SHOWN = 4;
    private static final int PREFIX = 3;

    /** When it is tried again after the n-th time in vain. */
    public Instant nextTry(Instant now) {
        return nextTry(tries, now);
    }

    static Instant nextTry(int tries, Instant now) {
        return now.plus(AFTER_DOUBT.get(Math.clamp(tries - 1L, 0, AFTER_DOUBT.size() - 1)));
    }

    /** Of more parcels than WeChat takes, the first are named: what matters to it is whether all has left. */
    public Report about(Order sold, List<Parcel> parcels, DeliveryAddress to, String transactionId, String openid) {
        var complete = sold.kind() != OrderState.Kind.PARTLY_SHIPPED;
        return new Report(
                transactionId,
                openid,
                parcels.stream()
                        .limit(ShippingReports.MOST_PARCELS)
                        .map(parcel -> new ShippingReports.Parcel(
                                parcel.carrier(), parcel.trackingNo(), contents(sold, parcel), masked(to.phone())))
                        .toList(),
                split || !complete || parcels.size() > 1,
                complete,
                at);
    }

    private static String contents(Order sold, Parcel parcel) {
        var text = parcel.units().entrySet().stream()
                .sorted(Comparator.comparing(each -> sold.line(each.getKey()).position()))
                .map(each -> sold.line(each.getKey()).sold().title() + "×" + each.getValue())
                .collect(Collectors.joining("；"));
        return text.length() <= ShippingReports.LONGEST_CONTENTS ? text : cut(text);
    }

    /** Never in the middle of a character of two units. */
    private static String cut(String text) {
        var end = ShippingReports.LONGEST_CONTENTS;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }

    private static String masked(String phone) {
        var last = phone.substring(Math.max(0, phone.length() - DIGITS_SHOWN));
        return phone.length() < PREFIX + DIGITS_SHOWN ? "****" + last : phone.substring(0, PREFIX) + "****" + last;
    }
}
