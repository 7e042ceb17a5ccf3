package cn.siyu.report.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.koc.CommunityId;
import cn.siyu.report.domain.Refunded;
import cn.siyu.report.domain.Sale;
import cn.siyu.trade.Orders.GoneBack;
import cn.siyu.trade.SoldOrder;
import cn.siyu.trade.Terms;

/** Orders as trade tells them, seen as reports count them. */
final class Sales {

    private Sales() {}

    /** Of an order that is firm. */
    static Sale of(SoldOrder order) {
        var firm = order.firm().orElseThrow(() -> new IllegalStateException("not firm: " + order.id()));
        var origin = order.origin();
        return new Sale(
                order.id(),
                order.member(),
                firm.at(),
                order.lines().stream()
                        .map(SoldOrder.Line::net)
                        .reduce(order.freight(), Money::plus)
                        .fen(),
                firm.first(),
                origin.source().name(),
                origin.acquisition(),
                origin.distributor().map(claim -> claim.distributor().value()),
                origin.koc().map(claim -> claim.koc()),
                origin.koc()
                        .map(claim -> claim.community())
                        .or(() -> order.terms().flatMap(Terms::community))
                        .map(CommunityId::value));
    }

    static Refunded of(GoneBack refund) {
        return new Refunded(refund.refundNo(), refund.order(), refund.amount().fen(), refund.at());
    }
}
