package cn.siyu.trade.app;

import cn.siyu.catalog.BrandId;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.Coupons;
import cn.siyu.promotion.Coupons.Advice;
import cn.siyu.promotion.Coupons.Taken;
import cn.siyu.trade.app.PriceBasket.Basket;
import cn.siyu.trade.app.PriceBasket.Priced;
import cn.siyu.trade.domain.Quote;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes the coupons off a purchase that was priced, and says what could be done with the others (H6). Reads only. */
@Singleton
class ApplyCoupons {

    private final Coupons coupons;
    private final Skus skus;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ApplyCoupons(Coupons coupons, Skus skus, Transactions transactions, ShopClock clock) {
        this.coupons = coupons;
        this.skus = skus;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    Uni<Priced> apply(Basket basket, Priced priced, Map<SkuId, SkuCard> cards) {
        var wish = basket.coupons();
        if (!wish.explained() && !wish.best() && wish.named().isEmpty()) {
            return Uni.createFrom().item(priced);
        }
        var purchase = purchase(priced.quote(), cards);
        return advice(basket, purchase)
                .chain(advice -> taken(basket, purchase, advice)
                        .map(taken ->
                                new Priced(priced.quote().with(taken), priced.address(), priced.template(), advice)));
    }

    /** What these coupons take off one line that has a price of its own, together. */
    Uni<List<Taken>> reckon(MemberId member, Quote.Line line, Money freight, List<CouponId> wanted) {
        return skus.cards(List.of(line.sold().sku()))
                .map(cards -> cards.stream().collect(Collectors.toMap(SkuCard::sku, Function.identity())))
                .chain(cards -> coupons.reckon(
                        reads,
                        new Coupons.Basket(member, List.of(line(line, cards)), Optional.of(freight)),
                        wanted,
                        clock.instant()));
    }

    private Uni<Advice> advice(Basket basket, Coupons.Basket purchase) {
        return basket.coupons().explained() || basket.coupons().best()
                ? coupons.advise(reads, purchase, clock.instant())
                : Uni.createFrom().item(Advice.NONE);
    }

    private Uni<List<Taken>> taken(Basket basket, Coupons.Basket purchase, Advice advice) {
        return basket.coupons().best()
                ? Uni.createFrom().item(advice.best())
                : coupons.reckon(reads, purchase, basket.coupons().named(), clock.instant());
    }

    private static Coupons.Basket purchase(Quote quote, Map<SkuId, SkuCard> cards) {
        return new Coupons.Basket(
                quote.member(),
                quote.lines().stream().map(line -> line(line, cards)).toList(),
                quote.freight());
    }

    private static Coupons.Line line(Quote.Line line, Map<SkuId, SkuCard> cards) {
        var sold = line.sold();
        var card = Optional.ofNullable(cards.get(sold.sku()));
        return new Coupons.Line(
                sold.sku(),
                sold.spu(),
                sold.categories(),
                card.flatMap(SkuCard::brand).map(BrandId::value),
                card.flatMap(SkuCard::role),
                sold.regulatoryClass().promotable(),
                line.quantity(),
                sold.unitPrice());
    }
}
