package cn.siyu.trade.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.domain.AfterSale.Claim;
import cn.siyu.trade.domain.AfterSale.Line;
import cn.siyu.trade.domain.AfterSale.Opened;
import cn.siyu.trade.domain.AfterSale.State;
import cn.siyu.trade.domain.AfterSale.Type;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** How a claim is opened: what may be claimed of an order as it stands, and what it is worth. */
record Claiming(AfterSaleId id, Order order, Claim claim, List<Exchanged> exchanged, Instant now) {

    Opened open() {
        if (claim.unsent()) {
            return unshipped();
        }
        return switch (order.state()) {
            case OrderState.ToShip _ -> unshipped();
            case OrderState.PartlyShipped _ -> meansRest() ? unshipped() : shipped();
            case OrderState.Shipped _ -> shipped();
            case OrderState.Received received -> inWindow(received.receivedAt());
            case OrderState.Completed completed -> inWindow(completed.receivedAt());
            case OrderState.PendingPayment _, OrderState.Grouping _, OrderState.Cancelled _, OrderState.Closed _ ->
                throw OrderState.changed(order.kind());
        };
    }

    /** Whether it means units that have not left: its lines leave no doubt. */
    private boolean meansRest() {
        return claim.type() == Type.REFUND_ONLY
                && (claim.units().equals(order.rest())
                        || claim.units().keySet().stream()
                                .allMatch(line -> order.line(line).outside() == 0));
    }

    private Opened unshipped() {
        var units = claim.units().isEmpty() ? order.rest() : claim.units();
        var next = order.withdrawn(units, now);
        if (claim.type() != Type.REFUND_ONLY || units.isEmpty() || claim.from().isPresent()) {
            throw new Refused(
                    TradeProblem.NOT_RETURNABLE, "What has not left is refunded and not returned: ask for REFUND_ONLY");
        }
        var nothingComes = next.rest().isEmpty() && !next.anythingShipped();
        var freight = nothingComes ? order.money().freightLeft() : Money.ZERO;
        return opened(next, units, Map.of(), freight, true);
    }

    /** For what an exchange gave the seven days begin again when it leaves. */
    private Opened inWindow(Instant receivedAt) {
        var since = came().map(Exchanged::sentAt)
                .filter(sentAt -> sentAt.isAfter(receivedAt))
                .orElse(receivedAt);
        if (!ReturnWindow.open(since, now)) {
            throw new Refused(TradeProblem.RETURN_WINDOW_OVER);
        }
        return shipped();
    }

    private Opened shipped() {
        if (claim.units().isEmpty()) {
            throw new Refused(TradeProblem.NOT_RETURNABLE, "Name the lines and units");
        }
        var came = came();
        claim.units().forEach((line, units) -> demandWithBuyer(order.line(line), units, came));
        return opened(order, claim.units(), replacements(came), Money.ZERO, false);
    }

    /** The exchange that the claimed units came by, if it names one. */
    private Optional<Exchanged> came() {
        return claim.from()
                .map(from -> exchanged.stream()
                        .filter(each -> each.exchange().equals(from))
                        .findFirst()
                        .orElseThrow(Refused::notFound));
    }

    /** Which units come back must be known: stock is counted by SKU. */
    private void demandWithBuyer(OrderLine line, int units, Optional<Exchanged> came) {
        var byExchange = Exchanged.left(exchanged, line.id());
        var left = came.map(each -> each.left(line.id())).orElse(line.outside() - byExchange);
        if (units > left) {
            var hint = came.isEmpty() && byExchange > 0 ? "; for those that an exchange gave, name it" : "";
            throw new Refused(
                    TradeProblem.NOT_RETURNABLE,
                    "Fewer units of " + line.sold().skuCode() + " are left to claim" + hint);
        }
    }

    private Map<UUID, Replacement> replacements(Optional<Exchanged> came) {
        if (claim.type() != Type.EXCHANGE) {
            if (!claim.instead().isEmpty()) {
                throw new Refused(TradeProblem.NOT_EXCHANGEABLE, "Only an EXCHANGE gives something else");
            }
            return Map.of();
        }
        var byLine = new HashMap<UUID, Replacement>();
        claim.units().keySet().forEach(line -> byLine.put(line, replacement(order.line(line), came)));
        return byLine;
    }

    private Replacement replacement(OrderLine line, Optional<Exchanged> came) {
        var inHand = came.flatMap(each -> Optional.ofNullable(each.lines().get(line.id())))
                .map(Exchanged.Held::what)
                .orElseGet(() -> Replacement.of(line.sold()));
        return Optional.ofNullable(claim.instead().get(line.id()))
                .flatMap(choice -> choice.fits(line.sold(), inHand))
                .orElseThrow(() -> new Refused(
                        TradeProblem.NOT_EXCHANGEABLE,
                        line.sold().skuCode() + " is exchanged for the same, or for what is on sale of the same product"
                                + " and costs what it was sold for"));
    }

    /** Money that needs no return, and other goods, are given when staff agree. */
    private boolean byLaw(Map<UUID, Integer> units) {
        return claim.type() == Type.RETURN_REFUND
                && units.keySet().stream()
                        .allMatch(line -> order.line(line).sold().returnable());
    }

    private Opened opened(
            Order stands, Map<UUID, Integer> units, Map<UUID, Replacement> instead, Money freight, boolean unshipped) {
        var lines = units.entrySet().stream()
                .map(each -> new Line(
                        each.getKey(),
                        each.getValue(),
                        stands.line(each.getKey()).worthOf(each.getValue()),
                        Optional.ofNullable(instead.get(each.getKey()))))
                .toList();
        var worth = Money.sum(lines.stream().map(Line::worth).toList());
        // What staff gave back before as goodwill is not given back a second time.
        var left = stands.money().goodsLeft();
        var goods = worth.compareTo(left) > 0 ? left : worth;
        var next = stands.claimed(units).promised(goods, freight);
        var afterSale = new AfterSale(
                        id,
                        stands.id(),
                        stands.member(),
                        0,
                        claim.type(),
                        State.APPLIED,
                        claim.reason(),
                        next.refundNumber(),
                        goods,
                        freight,
                        unshipped,
                        unshipped || byLaw(units),
                        claim.from(),
                        lines)
                .begun();
        return new Opened(afterSale, next);
    }
}
