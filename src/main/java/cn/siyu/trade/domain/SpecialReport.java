package cn.siyu.trade.domain;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.trade.OrderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What WeChat is to be told of an order that it must not expect within 48 hours (E14).
 *
 * @param shipsBy by when a pre-sale is sent; a test has none
 * @param version which marking it tells
 * @param tries how often that was tried
 */
public record SpecialReport(OrderId order, Kind kind, Optional<Instant> shipsBy, long version, int tries) {

    /** Why it is not sent soon. */
    @Schema(name = "SpecialReportKind")
    public enum Kind {
        /** It is sold before it is there. */
        PRE_SALE,
        /** Nobody bought it: it is never sent. */
        TEST
    }

    /** What WeChat knows. */
    @Schema(name = "SpecialReportState")
    public enum State {
        WAITING,
        TOLD,
        /** WeChat said no for good: its 48 hours run. */
        REFUSED,
        /** It was sent, or its money went back, before WeChat was told. */
        NEEDLESS
    }

    /** WeChat takes a pre-sale that is sent later than this after its payment; what is sent sooner needs no report. */
    static final Duration SOONEST = Duration.ofDays(15);

    static final Duration LATEST = Duration.ofDays(330);

    /** So often it is asked again whether WeChat's shipping desk knows the payment by now. */
    private static final int MOST_TRIES = 6;

    /** What staff say of an order. */
    public record Marking(Kind kind, Optional<Instant> shipsBy, String reason, long version) {}

    /** Refuses what WeChat would not take: it is sent, never paid there, or promised outside of its limits. */
    public static void demand(Order order, Marking marking, Instant paidAt, Instant now) {
        if (order.kind() != OrderState.Kind.TO_SHIP && order.kind() != OrderState.Kind.PARTLY_SHIPPED) {
            throw OrderState.changed(order.kind());
        }
        if (order.money().total().isZero()) {
            throw new Refused(TradeProblem.NOT_PAID_AT_WECHAT);
        }
        if (marking.shipsBy().isPresent() != (marking.kind() == Kind.PRE_SALE)) {
            throw new Refused(TradeProblem.PROMISE_NOT_TAKEN, "A PRE_SALE has a shipsBy, and nothing else has");
        }
        marking.shipsBy().ifPresent(promised -> demandInLimits(promised, paidAt, now));
    }

    private static void demandInLimits(Instant promised, Instant paidAt, Instant now) {
        var soonest = paidAt.plus(SOONEST);
        var latest = paidAt.plus(LATEST);
        if (!promised.isAfter(soonest) || promised.isAfter(latest) || !promised.isAfter(now)) {
            throw Refused.with(
                    TradeProblem.PROMISE_NOT_TAKEN,
                    "It must be after now and more than 15 and at most 330 days after the payment",
                    Map.of(
                            "after", ShopCalendar.withOffset(soonest).toString(),
                            "until", ShopCalendar.withOffset(latest).toString()));
        }
    }

    /** Whether WeChat is asked again after it has said that it knows no such order to be sent. */
    public boolean asksAgain() {
        return tries < MOST_TRIES;
    }

    /** When it is tried again after the n-th time in vain. */
    public Instant nextTry(Instant now) {
        return ShippingReport.nextTry(tries, now);
    }
}
