package cn.siyu.trade.web;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.trade.store.OrderPages.Card;
import java.time.Instant;
import java.util.List;

/** Orders as lines of a file, without anything about persons. */
final class OrderCsv {

    static final List<String> TITLES = List.of(
            "orderNo",
            "orderId",
            "memberId",
            "state",
            "title",
            "units",
            "goodsFen",
            "freightFen",
            "totalFen",
            "refundedFen",
            "region",
            "placedAt",
            "paidAt");

    private OrderCsv() {}

    static List<String> cells(Card card) {
        return List.of(
                card.number(),
                card.id().toString(),
                card.member().toString(),
                card.state().name(),
                card.title(),
                Long.toString(card.units()),
                Long.toString(card.goods().fen()),
                Long.toString(card.freight().fen()),
                Long.toString(card.goods().plus(card.freight()).fen()),
                Long.toString(card.refunded().fen()),
                card.regionText(),
                at(card.placedAt()),
                card.paidAt().map(OrderCsv::at).orElse(""));
    }

    private static String at(Instant instant) {
        return ShopCalendar.withOffset(instant).toString();
    }
}
