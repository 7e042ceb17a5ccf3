package cn.siyu.commission.app;

import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Refund;
import cn.siyu.commission.domain.Commission.Reversal;
import cn.siyu.commission.domain.Earnings;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.trade.Origin;
import cn.siyu.trade.SoldOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a commission comes from, in words, and what it comes to when it is reckoned once more from the order as it was sold.
 *
 * @param again what the same engine says today
 * @param matches whether that is what is written
 */
public record Explanation(
        Commission commission,
        SoldOrder.Line line,
        Origin origin,
        List<String> arithmetic,
        List<Taken> taken,
        Money again,
        boolean matches) {

    /** A refund of the line and what it took. */
    public record Taken(Refund refund, Money amount, String text) {}

    static Explanation of(Commission commission, Reckoned order, News news, List<Reversal> written) {
        var reckoned = order.line(commission.line());
        var again = reckoned.earnings().shares().stream()
                .filter(part -> part.role() == commission.role())
                .filter(part -> part.payee().equals(commission.payee()))
                .map(Earnings.Part::amount)
                .findFirst()
                .orElse(Money.ZERO);
        var taken = news.refunds().stream()
                .filter(refund -> refund.line().equals(commission.line()))
                .map(refund -> taken(commission, refund))
                .toList();
        var left = commission
                .original()
                .minus(Money.sum(written.stream().map(Reversal::amount).toList()));
        var matches = again.equals(commission.original())
                && news.explain(commission, written)
                && left.equals(commission.kept());
        return new Explanation(
                commission,
                reckoned.sold(),
                order.order().origin(),
                arithmetic(commission, reckoned.sold(), reckoned.earnings()),
                taken,
                again,
                matches);
    }

    private static List<String> arithmetic(Commission commission, SoldOrder.Line line, Earnings earnings) {
        var words = new ArrayList<String>();
        words.add("%d x list price is %s yuan; after all discounts the line is worth %s yuan"
                .formatted(line.quantity(), line.list(), commission.net()));
        words.add(
                switch (commission.role()) {
                    case DISTRIBUTOR -> byRule(commission);
                    case INVITER -> ofNet("The distributor's inviter", commission);
                    case LEADER -> ofNet("The leader of the buy group", commission);
                    case SELLER, KOC -> ofPool(commission);
                });
        words.add(
                earnings.reckoned().compareTo(earnings.cap()) > 0
                        ? "All payees together would have %s yuan: cut to the cap of %s yuan"
                                .formatted(earnings.reckoned(), earnings.cap())
                        : "All payees together have %s yuan, not more than the cap of %s yuan"
                                .formatted(earnings.reckoned(), earnings.cap()));
        words.add("That makes %s yuan, rounded down to the fen".formatted(commission.original()));
        return List.copyOf(words);
    }

    private static String ofNet(String who, Commission commission) {
        var rate = commission.basis().rate().orElseThrow();
        return "%s has %s of %s yuan".formatted(who, percent(rate), commission.net());
    }

    private static String byRule(Commission commission) {
        var basis = commission.basis();
        var name = basis.rule().map(Enum::name).orElse("?");
        return basis.rate()
                .map(rate -> "Rule %s: %s of %s yuan is %s yuan"
                        .formatted(
                                name,
                                percent(rate),
                                commission.net(),
                                commission.net().portion(rate)))
                .orElseGet(() -> "Rule %s: %d x %s yuan, and not more than the net"
                        .formatted(name, commission.quantity(), basis.perUnit().orElse(Money.ZERO)));
    }

    private static String ofPool(Commission commission) {
        var rate = commission.basis().rate().orElseThrow();
        var part = commission.basis().part().orElseThrow();
        return "The pool is %s of %s yuan, that is %s yuan; %s of it are the %s's"
                .formatted(
                        percent(rate),
                        commission.net(),
                        commission.net().portion(rate),
                        percent(part),
                        commission.role() == PayeeRole.KOC ? "KOC" : "seller");
    }

    private static Taken taken(Commission commission, Refund refund) {
        var amount = commission.reversals(List.of(refund)).stream()
                .map(Reversal::amount)
                .findFirst()
                .orElse(Money.ZERO);
        var together = refund.before().plus(refund.amount());
        return new Taken(
                refund,
                amount,
                "Refund %s gave back %s yuan of the line, %s yuan of %s in all: %s yuan go back"
                        .formatted(refund.refundNo(), refund.amount(), together, commission.net(), amount));
    }

    private static String percent(Rate rate) {
        var points = rate.basisPoints();
        return points % 100 == 0 ? points / 100 + " %" : "%d.%02d %%".formatted(points / 100, points % 100);
    }
}
