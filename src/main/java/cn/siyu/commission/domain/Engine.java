package cn.siyu.commission.domain;

import cn.siyu.commission.domain.Claims.Pool;
import cn.siyu.commission.domain.Earnings.Part;
import cn.siyu.commission.domain.Policy.Conflict;
import cn.siyu.commission.domain.Policy.OwnPurchase;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reckons what one line pays to whom: for the preview, when an order is firm, and when somebody asks why. Everything is
 * rounded down; what is cut or left over stays with the merchant.
 */
public final class Engine {

    private Engine() {}

    /** @param net goods money of the line, all discounts apportioned (C18) */
    public record Line(Money net, int quantity) {}

    /** @param hits all rules that fit the line */
    public static Earnings reckon(Line line, List<Rule> hits, Claims claims, Policy policy) {
        var cap = line.net().portion(policy.cap());
        if (!line.net().isPositive()) {
            return Earnings.none(cap);
        }
        var rule = earns(claims, policy) ? Rule.first(hits) : Optional.<Rule>empty();
        var alone = rule.map(r -> r.of(line.net(), line.quantity())).orElse(Money.ZERO);
        var distributor = claims.shared().map(alone::portion).orElse(alone);
        var inviter = inviter(line.net(), claims, policy, distributor);
        var pool = poolEarns(claims, policy) ? pool(line.net(), claims) : Money.ZERO;
        var leader = leader(line.net(), claims, inviter, pool);
        var reckoned = distributor.plus(inviter).plus(pool).plus(leader);
        return new Earnings(rule, reckoned, cap, cut(distributor, inviter, pool, leader, cap, claims, policy));
    }

    /** What is over the cap is cut from the leader and the inviter first, then from the pool, then from the distributor (C21). */
    private static List<Part> cut(
            Money distributor, Money inviter, Money pool, Money leader, Money cap, Claims claims, Policy policy) {
        var forDistributor = lower(distributor, cap);
        var forPool = lower(pool, cap.minus(forDistributor));
        var forInviter = lower(inviter, cap.minus(forDistributor).minus(forPool));
        var forLeader = lower(leader, cap.minus(forDistributor).minus(forPool).minus(forInviter));
        return Stream.of(
                        claims.distributor().map(d -> new Part(d.payee(), PayeeRole.DISTRIBUTOR, forDistributor)),
                        claims.inviter().map(i -> new Part(i.payee(), PayeeRole.INVITER, forInviter)),
                        claims.pool().map(p -> new Part(p.seller(), PayeeRole.SELLER, forPool.portion(p.sellerPart()))),
                        claims.pool().map(p -> new Part(p.koc(), PayeeRole.KOC, koc(p, forPool, policy))),
                        claims.leader().map(l -> new Part(l.payee(), PayeeRole.LEADER, forLeader)))
                .flatMap(Optional::stream)
                .filter(part -> part.amount().isPositive())
                .toList();
    }

    /** The KOC has what remains of both parts, so that no fen is lost between the two (D6). */
    private static Money koc(Pool claim, Money pool, Policy policy) {
        if (claim.kocBuysHimself() && policy.ownPurchase() == OwnPurchase.NONE) {
            return Money.ZERO;
        }
        var both = new Rate(claim.sellerPart().basisPoints() + claim.kocPart().basisPoints());
        return pool.portion(both).minus(pool.portion(claim.sellerPart()));
    }

    private static boolean earns(Claims claims, Policy policy) {
        return claims.distributor().isPresent()
                && !(claims.distributor().get().buysHimself() && policy.ownPurchase() == OwnPurchase.NONE)
                && !(claims.pool().isPresent() && policy.conflict() == Conflict.KOC_FIRST);
    }

    private static boolean poolEarns(Claims claims, Policy policy) {
        return claims.distributor().isEmpty() || claims.shared().isPresent() || policy.conflict() == Conflict.KOC_FIRST;
    }

    /** Its share of the net and not less than its floor (D6); beside a distributor the part that he leaves of it (D8). */
    private static Money pool(Money net, Claims claims) {
        var alone = claims.pool()
                .map(p -> higher(net.portion(p.share()), p.atLeast()))
                .orElse(Money.ZERO);
        return claims.shared()
                .map(his -> alone.portion(new Rate(Rate.WHOLE - his.basisPoints())))
                .orElse(alone);
    }

    /** Never without the distributor whom he brought, and not beside a pool: a line has two payees at most besides wages (L8). */
    private static Money inviter(Money net, Claims claims, Policy policy, Money distributor) {
        return policy.depth() == 2
                        && distributor.isPositive()
                        && claims.shared().isEmpty()
                ? claims.inviter().map(i -> net.portion(i.share())).orElse(Money.ZERO)
                : Money.ZERO;
    }

    /** A line never has more than two payees (L8): none for a leader beside a community or an inviter. */
    private static Money leader(Money net, Claims claims, Money inviter, Money pool) {
        return inviter.isPositive() || pool.isPositive()
                ? Money.ZERO
                : claims.leader().map(l -> net.portion(l.share())).orElse(Money.ZERO);
    }

    private static Money higher(Money left, Money right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    private static Money lower(Money left, Money right) {
        return left.compareTo(right) <= 0 ? left : right;
    }
}
