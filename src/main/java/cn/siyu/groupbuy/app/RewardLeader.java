package cn.siyu.groupbuy.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.Distributors;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.LeaderBenefit;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.domain.Settlement;
import cn.siyu.groupbuy.store.SeatStore;
import cn.siyu.groupbuy.store.SeatStore.Placed;
import cn.siyu.groupbuy.store.SettlementStore;
import cn.siyu.groupbuy.store.SettlementStore.Granting;
import cn.siyu.groupbuy.store.SettlementStore.Reward;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.Coupons;
import cn.siyu.trade.Orders;
import cn.siyu.trade.Rewards;
import cn.siyu.trade.SoldOrder;
import cn.siyu.trade.Terms;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the leader of a complete group gets besides his goods, decided once and kept: a benefit, or, where the activity says so
 * and he earns a commission from one of the others, that commission instead (B16, B22).
 */
@Singleton
class RewardLeader {

    private static final String NO_COUPON = "NO_COUPON";

    /** Whether a leader gets his benefit, and if not, why. */
    enum Due {
        YES,
        /** There is none, or it was decided before. */
        NOTHING,
        /** He earns a commission from one of the others, and the activity wants him to have only that. */
        COMMISSION_INSTEAD,
        BEYOND_BUDGET,
        /** A commission needs an account: he is no distributor. */
        NOT_A_PAYEE,
        /** All of his own order went back already. */
        ORDER_GONE
    }

    private final SettlementStore settlements;
    private final SeatStore seats;
    private final Coupons coupons;
    private final Distributors distributors;
    private final Orders orders;
    private final Rewards rewards;

    @Inject
    RewardLeader(
            SettlementStore settlements,
            SeatStore seats,
            Coupons coupons,
            Distributors distributors,
            Orders orders,
            Rewards rewards) {
        this.settlements = settlements;
        this.seats = seats;
        this.coupons = coupons;
        this.distributors = distributors;
        this.orders = orders;
        this.rewards = rewards;
    }

    Uni<Due> due(Tx tx, BuyGroup group, Activity activity) {
        return activity.plan().deal().benefit().kind() == LeaderBenefit.Kind.NONE
                ? Uni.createFrom().item(Due.NOTHING)
                : settlements
                        .benefit(tx, group.origin().id())
                        .chain(known -> known == null
                                ? fresh(tx, group, activity)
                                : Uni.createFrom().item(Due.NOTHING));
    }

    private Uni<Due> fresh(Tx tx, BuyGroup group, Activity activity) {
        return seats.ofMember(tx, group.origin().id(), group.origin().leader())
                .chain(place -> place.seat().state() == SeatState.CONFIRMED
                        ? ofKept(tx, group, activity)
                        : Uni.createFrom().item(Due.ORDER_GONE));
    }

    private Uni<Due> ofKept(Tx tx, BuyGroup group, Activity activity) {
        var deal = activity.plan().deal();
        if (deal.benefit() instanceof LeaderBenefit.Commission) {
            return account(tx, group).map(account -> account.isPresent() ? Due.YES : Due.NOT_A_PAYEE);
        }
        return deal.benefitFirst()
                ? Uni.createFrom().item(Due.YES)
                : earns(tx, group).map(earns -> earns ? Due.COMMISSION_INSTEAD : Due.YES);
    }

    private Uni<Optional<DistributorId>> account(Tx tx, BuyGroup group) {
        return distributors.ofMember(tx, group.origin().leader()).map(card -> card.map(Distributors.Card::id));
    }

    /** Says at the success who leads, for whoever reckons commissions: he never has both for one order (B22). */
    Uni<Void> lead(Tx tx, BuyGroup group, Activity activity, List<Placed> confirmed) {
        var deal = activity.plan().deal();
        if (deal.benefit().kind() == LeaderBenefit.Kind.NONE || confirmed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var origin = group.origin();
        var share = deal.benefit() instanceof LeaderBenefit.Commission(var rate)
                ? account(tx, group).map(account -> account.map(id -> new SoldOrder.Share(id, rate)))
                : Uni.createFrom().item(Optional.<SoldOrder.Share>empty());
        return share.chain(found -> seats.ofMember(tx, origin.id(), origin.leader())
                .chain(place -> rewards.led(
                        tx,
                        DecideGroups.ordersOf(confirmed),
                        new SoldOrder.Led(place.seat().order(), origin.leader(), found, deal.benefitFirst()))));
    }

    /** Whether the leader is the distributor to whom an order of another member of his group is attributed. */
    private Uni<Boolean> earns(Tx tx, BuyGroup group) {
        var leader = group.origin().leader();
        return seats.confirmed(tx, group.origin().id())
                .chain(orderIds -> orders.sold(tx, orderIds))
                .map(sold -> sold.stream().anyMatch(order -> isHis(order, leader)));
    }

    private static boolean isHis(SoldOrder order, MemberId leader) {
        var pays = order.terms()
                .filter(terms -> terms.commission() == Terms.Commission.NONE)
                .isEmpty();
        return pays
                && !order.member().equals(leader.value())
                && order.origin()
                        .distributor()
                        .filter(claim -> claim.member().equals(leader))
                        .isPresent();
    }

    /** Keeps what was decided. A coupon is given here; money goes back with the rebates. */
    Uni<Void> note(Tx tx, BuyGroup group, Activity activity, Settlement settlement, Due due, Instant now) {
        if (due == Due.NOTHING) {
            return Uni.createFrom().voidItem();
        }
        var origin = group.origin();
        return seats.ofMember(tx, origin.id(), origin.leader()).chain(place -> {
            var order = place.seat().order();
            return reward(tx, activity.plan().deal().benefit(), origin.leader(), order, due, now)
                    .map(outcome -> new Reward(
                            order,
                            origin.leader(),
                            activity.plan().deal().benefit().kind(),
                            outcome.state(),
                            outcome.note(),
                            money(settlement, order),
                            now))
                    .chain(reward -> settlements.reward(tx, origin.id(), reward))
                    .replaceWithVoid();
        });
    }

    private record Outcome(Granting state, @Nullable String note) {}

    private Uni<Outcome> reward(Tx tx, LeaderBenefit benefit, MemberId leader, UUID order, Due due, Instant now) {
        if (due != Due.YES) {
            return Uni.createFrom().item(new Outcome(Granting.SKIPPED, due.name()));
        }
        return benefit instanceof LeaderBenefit.Coupon(var template)
                ? coupons.reward(tx, leader, template, order, now)
                        .map(given ->
                                given ? new Outcome(Granting.GRANTED, null) : new Outcome(Granting.SKIPPED, NO_COUPON))
                : Uni.createFrom().item(new Outcome(Granting.GRANTED, null));
    }

    private static Money money(Settlement settlement, UUID order) {
        return settlement.rebates().stream()
                .filter(each -> each.order().equals(order))
                .map(Settlement.Rebate::benefit)
                .findFirst()
                .orElse(Money.ZERO);
    }
}
