package cn.siyu.commission.app;

import cn.siyu.commission.domain.Claims;
import cn.siyu.commission.domain.Commission;
import cn.siyu.commission.domain.Commission.Basis;
import cn.siyu.commission.domain.CommissionState;
import cn.siyu.commission.domain.Earnings;
import cn.siyu.commission.domain.Earnings.Part;
import cn.siyu.commission.domain.Engine;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.PayeeRole;
import cn.siyu.commission.domain.Policy;
import cn.siyu.commission.domain.Rule;
import cn.siyu.commission.domain.RuleBook;
import cn.siyu.commission.domain.RuleBook.Goods;
import cn.siyu.commission.domain.RuleBook.Who;
import cn.siyu.commission.store.RuleStore;
import cn.siyu.commission.store.RuleStore.Wanted;
import cn.siyu.distribution.DistributorClaim;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.KocClaim;
import cn.siyu.trade.SoldOrder;
import cn.siyu.trade.Terms;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Puts an order as it was sold before the engine: who claims it, by which rules of the moment at which it was placed. */
@ApplicationScoped
class Reckoning {

    private final RuleStore rules;

    @Inject
    Reckoning(RuleStore rules) {
        this.rules = rules;
    }

    /** Everybody who earns from the order, with an id each that is new. */
    Uni<List<Commission>> of(Sql sql, SoldOrder order, Policy policy, Instant at) {
        return book(sql, order)
                .map(book -> order.lines().stream()
                        .flatMap(line -> commissions(order, line, earnings(book, order, line, policy), at))
                        .toList());
    }

    /** What one line pays, as it was or as it would have been. */
    Uni<Earnings> of(Sql sql, SoldOrder order, SoldOrder.Line line, Policy policy) {
        return book(sql, order).map(book -> earnings(book, order, line, policy));
    }

    private Uni<RuleBook> book(Sql sql, SoldOrder order) {
        var lines = order.lines();
        return order.origin()
                .distributor()
                .map(claim -> rules.book(
                        sql,
                        order.placedAt(),
                        claim.distributor().value(),
                        claim.tier(),
                        new Wanted(
                                lines.stream().map(SoldOrder.Line::sku).toList(),
                                lines.stream().map(SoldOrder.Line::spu).toList(),
                                lines.stream()
                                        .flatMap(line -> line.categories().stream())
                                        .distinct()
                                        .toList())))
                .orElseGet(() -> Uni.createFrom().item(new RuleBook(List.of())));
    }

    private static Earnings earnings(RuleBook book, SoldOrder order, SoldOrder.Line line, Policy policy) {
        var paysNothing = order.terms().map(Terms::commission).filter(Terms.Commission.NONE::equals);
        var claims = paysNothing.isPresent() ? Claims.NOBODY : claims(order, line);
        return Engine.reckon(new Engine.Line(line.net(), line.quantity()), hits(book, order, line), claims, policy);
    }

    private static List<Rule> hits(RuleBook book, SoldOrder order, SoldOrder.Line line) {
        Optional<Rate> activity = order.terms()
                .filter(terms -> terms.commission() == Terms.Commission.OVERRIDE)
                .flatMap(Terms::commissionRate);
        return order.origin()
                .distributor()
                .map(claim -> book.hits(
                        new Goods(line.sku(), line.spu(), line.categories()),
                        new Who(claim.distributor().value(), claim.tier(), claim.rate()),
                        activity))
                .orElse(List.of());
    }

    private static Claims claims(SoldOrder order, SoldOrder.Line line) {
        return new Claims(
                order.origin()
                        .distributor()
                        .filter(claim -> !hasBenefitInstead(order, claim))
                        .map(claim -> new Claims.Distributor(
                                new Payee(claim.distributor().value(), Payee.Kind.DISTRIBUTOR),
                                claim.member().value().equals(order.member()))),
                Optional.empty(),
                order.origin()
                        .koc()
                        .map(claim -> new Claims.Pool(
                                seller(claim.seller(), Optional.ofNullable(claim.sellerDistributor())),
                                new Payee(claim.koc(), Payee.Kind.KOC),
                                claim.kocMember().value().equals(order.member()),
                                claim.pool(),
                                claim.sellerShare(),
                                claim.kocShare(),
                                floor(claim, order, line))),
                leader(order),
                order.origin().shared());
    }

    /** The floor of the order is spread over its lines as their money is. */
    private static Money floor(KocClaim claim, SoldOrder order, SoldOrder.Line line) {
        var nets = order.lines().stream().map(each -> each.net().fen()).toList();
        return claim.floor().isZero()
                ? Money.ZERO
                : claim.floor().shareBy(nets).get(order.lines().indexOf(line));
    }

    /** Whoever led the group and brought the buyer has one of both, as the activity says (B22). */
    private static boolean hasBenefitInstead(SoldOrder order, DistributorClaim claim) {
        return order.led()
                .filter(led -> led.instead() && led.leader().equals(claim.member()))
                .isPresent();
    }

    /** From what others bought in his group; not from an order that pays him as its distributor (B16, B22, C10). */
    private static Optional<Claims.Leader> leader(SoldOrder order) {
        return order.led()
                .filter(led -> !led.leader().value().equals(order.member()))
                .filter(led -> led.instead()
                        || order.origin()
                                .distributor()
                                .filter(claim -> claim.member().equals(led.leader()))
                                .isEmpty())
                .flatMap(SoldOrder.Led::share)
                .map(share -> new Claims.Leader(
                        new Payee(share.distributor().value(), Payee.Kind.DISTRIBUTOR), share.rate()));
    }

    /** A seller who is a distributor has one account as both (D7). */
    private static Payee seller(UUID seller, Optional<UUID> distributor) {
        return distributor
                .map(id -> new Payee(id, Payee.Kind.DISTRIBUTOR))
                .orElseGet(() -> new Payee(seller, Payee.Kind.EMPLOYEE));
    }

    /** All whose account an order may touch. */
    static Stream<UUID> payees(SoldOrder order) {
        var origin = order.origin();
        return Stream.of(
                        order.led()
                                .flatMap(SoldOrder.Led::share)
                                .map(share -> share.distributor().value()),
                        origin.distributor().map(claim -> claim.distributor().value()),
                        origin.koc().map(claim -> claim.koc()),
                        origin.koc()
                                .map(claim -> seller(claim.seller(), Optional.ofNullable(claim.sellerDistributor()))
                                        .id()))
                .flatMap(Optional::stream);
    }

    private static Stream<Commission> commissions(SoldOrder order, SoldOrder.Line line, Earnings earnings, Instant at) {
        return earnings.shares().stream()
                .map(part -> new Commission(
                        Ids.next(),
                        order.id(),
                        order.orderNo(),
                        line.id(),
                        line.title(),
                        part.payee(),
                        part.role(),
                        line.net(),
                        line.quantity(),
                        part.amount(),
                        part.amount(),
                        basis(order, earnings, part),
                        CommissionState.PENDING,
                        at));
    }

    private static Basis basis(SoldOrder order, Earnings earnings, Part part) {
        if (part.role() == PayeeRole.DISTRIBUTOR) {
            var rule = earnings.rule();
            return new Basis(
                    rule.map(Rule::kind),
                    rule.flatMap(Rule::id),
                    rule.flatMap(Rule::rate),
                    rule.flatMap(Rule::perUnit),
                    Optional.empty(),
                    earnings.cap());
        }
        if (part.role() == PayeeRole.LEADER) {
            return new Basis(
                    Optional.empty(),
                    Optional.empty(),
                    order.led().flatMap(SoldOrder.Led::share).map(SoldOrder.Share::rate),
                    Optional.empty(),
                    Optional.empty(),
                    earnings.cap());
        }
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
