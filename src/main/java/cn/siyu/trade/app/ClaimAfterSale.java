package cn.siyu.trade.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.AfterSale.Claim;
import cn.siyu.trade.store.AfterSaleStore;
import cn.siyu.trade.store.AfterSaleStore.Remark;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** What a buyer does about goods that he does not want: claims, takes the claim back, sends the goods. */
@ApplicationScoped
public class ClaimAfterSale {

    private final OrderStore orders;
    private final AfterSaleStore afterSales;
    private final CarryClaim carry;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ClaimAfterSale(
            OrderStore orders,
            AfterSaleStore afterSales,
            CarryClaim carry,
            Transactions transactions,
            ShopClock clock) {
        this.orders = orders;
        this.afterSales = afterSales;
        this.carry = carry;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<AfterSale> open(Tx tx, MemberId member, OrderId id, Claim claim) {
        var now = clock.instant();
        return orders.findOf(tx, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> carry.open(tx, order, AfterSale.open(AfterSaleId.next(), order, claim, now), now))
                .call(opened -> claim.proofs().isEmpty()
                        ? Uni.createFrom().nullItem()
                        : afterSales.prove(tx, opened.id(), claim.proofs()));
    }

    public Uni<AfterSale> cancel(MemberId member, AfterSaleId id) {
        return step(member, id, AfterSale::cancelled, Remark.NONE);
    }

    public Uni<AfterSale> sent(MemberId member, AfterSaleId id, String carrier, String trackingNo) {
        return step(member, id, AfterSale::sent, new Remark(null, carrier, trackingNo));
    }

    private Uni<AfterSale> step(MemberId member, AfterSaleId id, UnaryOperator<AfterSale> decide, Remark remark) {
        return transactions.in(tx -> afterSales
                .findOf(tx, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .map(decide)
                .chain(next -> carry(tx, next, remark, clock.instant())));
    }

    private Uni<AfterSale> carry(Tx tx, AfterSale next, Remark remark, Instant now) {
        return orders.find(tx, next.order()).chain(order -> carry.step(tx, order, next, remark, now));
    }
}
