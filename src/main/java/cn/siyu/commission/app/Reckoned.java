package cn.siyu.commission.app;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Basis;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.domain.Earnings;
import cn.siyu.commission.domain.Earnings.Part;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.Rule;
import cn.siyu.distribution.DistributorClaim;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Rate;
import cn.siyu.trade.SoldOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** What an order pays, line by line, as it was or as it would have been. */
record Reckoned(SoldOrder order, List<Line> lines) {

    /** One of its lines. */
    record Line(SoldOrder.Line sold, Earnings earnings) {}

    Line line(UUID id) {
        return lines.stream()
                .filter(each -> each.sold().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** Everybody who earns from it, with an id each that is new. */
    List<Commission> commissions(Instant at) {
        return lines.stream().flatMap(line -> commissions(line, at)).toList();
    }

    private Stream<Commission> commissions(Line line, Instant at) {
        var sold = line.sold();
        return line.earnings().shares().stream()
                .map(part -> new Commission(
                        Ids.next(),
                        order.id(),
                        order.orderNo(),
                        sold.id(),
                        sold.title(),
                        part.payee(),
                        part.role(),
                        sold.net(),
                        sold.quantity(),
                        part.amount(),
                        part.amount(),
                        basis(line.earnings(), part),
                        CommissionState.PENDING,
                        at));
    }

    private Basis basis(Earnings earnings, Part part) {
        return switch (part.role()) {
            case DISTRIBUTOR ->
                new Basis(
                        earnings.rule().map(Rule::kind),
                        earnings.rule().flatMap(Rule::id),
                        earnings.rule().flatMap(Rule::rate),
                        earnings.rule().flatMap(Rule::perUnit),
                        Optional.empty(),
                        earnings.cap());
            case INVITER ->
                ofNet(
                        earnings,
                        order.origin()
                                .distributor()
                                .flatMap(DistributorClaim::inviter)
                                .map(DistributorClaim.Inviter::rate));
            case LEADER ->
                ofNet(earnings, order.led().flatMap(SoldOrder.Led::share).map(SoldOrder.Share::rate));
            case SELLER, KOC -> ofPool(earnings, part);
        };
    }

    private static Basis ofNet(Earnings earnings, Optional<Rate> rate) {
        return new Basis(Optional.empty(), Optional.empty(), rate, Optional.empty(), Optional.empty(), earnings.cap());
    }

    private Basis ofPool(Earnings earnings, Part part) {
        var claim = order.origin().koc().orElseThrow();
        return new Basis(
                Optional.empty(),
                Optional.empty(),
                Optional.of(claim.pool()),
                Optional.empty(),
                Optional.of(part.role() == PayeeRole.SELLER ? claim.sellerShare() : claim.kocShare()),
                earnings.cap());
    }
}
