package cn.siyu.trade.app;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunitySales;
import cn.siyu.koc.CommunitySales.Brought;
import cn.siyu.koc.CommunitySales.Sale;
import cn.siyu.koc.KocClaim;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.Coupons;
import cn.siyu.trade.OrderPaid;
import cn.siyu.trade.Origin;
import cn.siyu.trade.store.SoldOrders;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells koc of a firm order, and has the KOC who brought it given what the split gives him in kind (D6). Both stand below trade
 * and cannot hear its events; whoever pays does not wait for it.
 */
@Singleton
public class TellCommunities {

    private final SoldOrders sold;
    private final CommunitySales communities;
    private final Coupons coupons;
    private final ShopClock clock;

    @Inject
    TellCommunities(SoldOrders sold, CommunitySales communities, Coupons coupons, ShopClock clock) {
        this.sold = sold;
        this.communities = communities;
        this.coupons = coupons;
        this.clock = clock;
    }

    public Uni<Void> sold(Tx tx, List<OrderPaid> paid) {
        return sold.broughtByKocs(tx, paid.stream().map(OrderPaid::orderId).toList())
                .chain(origins -> communities
                        .sold(
                                tx,
                                paid.stream()
                                        .map(each -> sale(each, Optional.ofNullable(origins.get(each.orderId()))))
                                        .toList())
                        .chain(() -> gifts(tx, paid, origins)));
    }

    private static Sale sale(OrderPaid paid, Optional<Origin> origin) {
        return new Sale(
                paid.orderId(),
                new MemberId(paid.memberId()),
                new Money(paid.totalFen()),
                paid.occurredAt(),
                origin.flatMap(from -> from.koc().map(claim -> Brought.of(claim, from.token()))));
    }

    private Uni<Void> gifts(Tx tx, List<OrderPaid> paid, Map<UUID, Origin> origins) {
        return Multi.createFrom()
                .items(paid.stream().filter(each -> origins.containsKey(each.orderId())))
                .onItem()
                .transformToUniAndConcatenate(each -> gift(
                        tx,
                        each,
                        Optional.ofNullable(origins.get(each.orderId())).orElseThrow()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Nobody is given anything for what he buys himself. */
    private Uni<Void> gift(Tx tx, OrderPaid paid, Origin origin) {
        return origin.koc()
                .filter(claim -> claim.gift() != null)
                .filter(claim -> !claim.kocMember().value().equals(paid.memberId()))
                .map(claim -> coupons.served(tx, claim.kocMember(), template(claim), paid.orderId(), clock.instant())
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static CouponTemplateId template(KocClaim claim) {
        return new CouponTemplateId(Optional.ofNullable(claim.gift()).orElseThrow());
    }
}
