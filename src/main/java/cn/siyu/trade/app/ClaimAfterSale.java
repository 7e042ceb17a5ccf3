package cn.siyu.trade.app;

import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.channel.PriceTag;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.trade.AfterSaleId;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.app.CarryClaim.Step;
import cn.siyu.trade.domain.AfterSale;
import cn.siyu.trade.domain.AfterSale.Claim;
import cn.siyu.trade.domain.Replacement;
import cn.siyu.trade.domain.Replacement.Choice;
import cn.siyu.trade.store.AfterSaleStore;
import cn.siyu.trade.store.AfterSaleStore.Remark;
import cn.siyu.trade.store.AfterSaleStore.Waybill;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a buyer does about goods that he does not want: claims, takes the claim back, sends the goods. */
@Singleton
public class ClaimAfterSale {

    private final Skus skus;
    private final Offers offers;
    private final OrderStore orders;
    private final AfterSaleStore afterSales;
    private final CarryClaim carry;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    ClaimAfterSale(
            Skus skus,
            Offers offers,
            OrderStore orders,
            AfterSaleStore afterSales,
            CarryClaim carry,
            Transactions transactions,
            ShopClock clock) {
        this.skus = skus;
        this.offers = offers;
        this.orders = orders;
        this.afterSales = afterSales;
        this.carry = carry;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * What these SKUs are and cost this member now, for an exchange; one that does not exist can still be given back for itself.
     * Reads only, before the transaction.
     */
    public Uni<Map<SkuId, Choice>> choices(MemberId member, Set<SkuId> wanted) {
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return skus.cards(wanted)
                .chain(cards -> offers.prices(member, wanted).map(tags -> {
                    var choices = new HashMap<SkuId, Choice>();
                    wanted.forEach(sku -> choices.put(sku, new Choice(sku, Optional.empty())));
                    cards.forEach(card ->
                            choices.put(card.sku(), choice(card, Optional.ofNullable(tags.get(card.sku())))));
                    return choices;
                }));
    }

    private static Choice choice(SkuCard card, Optional<PriceTag> tag) {
        var price = tag.filter(_ -> card.state() == ProductState.ON_SALE).map(PriceTag::amount);
        var what = new Replacement(card.sku(), card.skuCode(), card.specText(), card.components());
        return new Choice(
                card.sku(), Optional.of(new Choice.OnShelf(what, card.spu().value(), price)));
    }

    public Uni<AfterSale> open(Tx tx, MemberId member, OrderId id, Claim claim) {
        var now = clock.instant();
        return orders.findOf(tx, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(order -> afterSales
                        .exchanged(tx, id)
                        .map(exchanged -> AfterSale.open(AfterSaleId.next(), order, claim, exchanged, now))
                        .chain(opened -> carry.open(tx, order, opened, now)))
                .call(opened -> claim.proofs().isEmpty()
                        ? Uni.createFrom().nullItem()
                        : afterSales.prove(tx, opened.id(), claim.proofs()));
    }

    public Uni<AfterSale> cancel(MemberId member, AfterSaleId id) {
        return step(member, id, AfterSale::cancelled, Remark.NONE);
    }

    public Uni<AfterSale> sent(MemberId member, AfterSaleId id, String carrier, String trackingNo) {
        return step(member, id, AfterSale::sent, new Remark(null, new Waybill(carrier, trackingNo), null));
    }

    private Uni<AfterSale> step(MemberId member, AfterSaleId id, UnaryOperator<AfterSale> decide, Remark remark) {
        return transactions.in(tx -> afterSales
                .findOf(tx, member, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(before -> carry(tx, new Step(before, decide.apply(before), remark, false), clock.instant())));
    }

    private Uni<AfterSale> carry(Tx tx, Step step, Instant now) {
        return orders.find(tx, step.next().order()).chain(order -> carry.step(tx, order, step, now));
    }
}
