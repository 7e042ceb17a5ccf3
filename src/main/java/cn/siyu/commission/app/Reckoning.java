package cn.siyu.commission.app;

import static java.util.stream.Collectors.toSet;

import cn.siyu.commission.domain.Claims;
import cn.siyu.commission.domain.CommissionRule;
import cn.siyu.commission.domain.Earnings;
import cn.siyu.commission.domain.Engine;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.Policy;
import cn.siyu.commission.domain.Rule;
import cn.siyu.commission.domain.RuleBook;
import cn.siyu.commission.domain.RuleBook.Goods;
import cn.siyu.commission.domain.RuleBook.Who;
import cn.siyu.commission.store.RuleStore;
import cn.siyu.commission.store.RuleStore.Wanted;
import cn.siyu.distribution.Compliance;
import cn.siyu.distribution.DistributorClaim;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.KocClaim;
import cn.siyu.trade.SoldOrder;
import cn.siyu.trade.Terms;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** Puts orders as they were sold before the engine: who claims each, by which rules of the moment at which it was placed. */
@Singleton
class Reckoning {

    private final RuleStore rules;
    private final Compliance compliance;

    @Inject
    Reckoning(RuleStore rules, Compliance compliance) {
        this.rules = rules;
        this.compliance = compliance;
    }

    /** What these orders pay, in the order given. */
    Uni<List<Reckoned>> of(Sql sql, List<SoldOrder> orders, Function<SoldOrder, Policy> policy) {
        return of(sql, orders, policy, List.of());
    }

    /** @param drafts rules that hold for all of these orders, in the place of what is written for the same */
    Uni<List<Reckoned>> of(
            Sql sql, List<SoldOrder> orders, Function<SoldOrder, Policy> policy, List<CommissionRule> drafts) {
        return book(sql, orders)
                .chain(book -> leadersAlone(sql, orders)
                        .map(alone -> orders.stream()
                                .map(order -> reckoned(
                                        book.at(order.placedAt()).with(drafts),
                                        order,
                                        policy.apply(order),
                                        alone.contains(order.id())))
                                .toList()));
    }

    private static Reckoned reckoned(RuleBook book, SoldOrder order, Policy policy, boolean leaderAlone) {
        return new Reckoned(
                order,
                order.lines().stream()
                        .map(line -> new Reckoned.Line(line, earnings(book, order, line, policy, leaderAlone)))
                        .toList());
    }

    private Uni<RuleBook> book(Sql sql, List<SoldOrder> orders) {
        var claimed = orders.stream()
                .filter(order -> order.origin().distributor().isPresent())
                .toList();
        if (claimed.isEmpty()) {
            return Uni.createFrom().item(new RuleBook(List.of()));
        }
        var placed = claimed.stream().map(SoldOrder::placedAt).sorted().toList();
        return rules.book(sql, placed.getFirst(), placed.getLast(), wanted(claimed));
    }

    private static Wanted wanted(List<SoldOrder> orders) {
        return new Wanted(
                ofClaims(orders, claim -> claim.distributor().value()),
                ofClaims(orders, DistributorClaim::tier),
                ofLines(orders, line -> Stream.of(line.sku())),
                ofLines(orders, line -> Stream.of(line.spu())),
                ofLines(orders, line -> line.categories().stream()));
    }

    private static Set<UUID> ofClaims(List<SoldOrder> orders, Function<DistributorClaim, UUID> id) {
        return orders.stream()
                .flatMap(order -> order.origin().distributor().stream())
                .map(id)
                .collect(toSet());
    }

    private static Set<UUID> ofLines(List<SoldOrder> orders, Function<SoldOrder.Line, Stream<UUID>> ids) {
        return orders.stream()
                .flatMap(order -> order.lines().stream())
                .flatMap(ids)
                .collect(toSet());
    }

    /** Those of these orders on which a leader is not paid beside a distributor, by the policy of their moment (C0e). */
    private Uni<Set<UUID>> leadersAlone(Sql sql, List<SoldOrder> orders) {
        var both = orders.stream()
                .filter(order -> order.led().flatMap(SoldOrder.Led::share).isPresent())
                .filter(order -> order.origin().distributor().isPresent())
                .toList();
        if (both.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        var placed = both.stream().map(SoldOrder::placedAt).sorted().toList();
        return compliance
                .during(sql, placed.getFirst(), placed.getLast())
                .map(history -> both.stream()
                        .filter(order -> !history.at(order.placedAt()).leaderBeside())
                        .map(SoldOrder::id)
                        .collect(toSet()));
    }

    private static Earnings earnings(
            RuleBook book, SoldOrder order, SoldOrder.Line line, Policy policy, boolean leaderAlone) {
        var paysNothing = order.terms().map(Terms::commission).filter(Terms.Commission.NONE::equals);
        var claims = paysNothing.isPresent() ? Claims.NOBODY : claims(order, line, leaderAlone);
        return Engine.reckon(
                new Engine.Line(line.net(), line.quantity()),
                hits(book, order, line),
                claims,
                claims.inviter().isPresent() ? policy.withInviter() : policy);
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

    private static Claims claims(SoldOrder order, SoldOrder.Line line, boolean leaderAlone) {
        return new Claims(
                order.origin()
                        .distributor()
                        .filter(claim -> !hasBenefitInstead(order, claim))
                        .map(claim -> new Claims.Distributor(
                                new Payee(claim.distributor().value(), Payee.Kind.DISTRIBUTOR),
                                claim.member().value().equals(order.member()))),
                inviter(order),
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
                leaderAlone ? Optional.empty() : leader(order),
                order.origin().shared());
    }

    /** Whoever brought the distributor; not from what he buys himself (C10). */
    private static Optional<Claims.Inviter> inviter(SoldOrder order) {
        return order.origin()
                .distributor()
                .flatMap(DistributorClaim::inviter)
                .filter(inviter -> !inviter.member().value().equals(order.member()))
                .map(inviter -> new Claims.Inviter(
                        new Payee(inviter.distributor().value(), Payee.Kind.DISTRIBUTOR), inviter.rate()));
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
                        origin.distributor()
                                .flatMap(DistributorClaim::inviter)
                                .map(inviter -> inviter.distributor().value()),
                        origin.koc().map(claim -> claim.koc()),
                        origin.koc()
                                .map(claim -> seller(claim.seller(), Optional.ofNullable(claim.sellerDistributor()))
                                        .id()))
                .flatMap(Optional::stream);
    }
}
