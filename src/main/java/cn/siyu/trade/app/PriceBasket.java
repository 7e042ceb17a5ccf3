package cn.siyu.trade.app;

import cn.siyu.catalog.CategoryId;
import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.ReturnPolicy;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SupplierId;
import cn.siyu.channel.PriceTag;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.member.MemberId;
import cn.siyu.member.Members;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.Coupons.Advice;
import cn.siyu.trade.OnlyInActivities;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.domain.FreightTemplate;
import cn.siyu.trade.domain.Quote;
import cn.siyu.trade.domain.SoldLine;
import cn.siyu.trade.domain.TradeProblem;
import cn.siyu.trade.domain.Wanted;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Says what a purchase costs now, from the shop's own prices alone (SEC-09). Reads only; never inside a transaction. */
@Singleton
public class PriceBasket {

    private static final String SEVEN_DAYS = "七天无理由退货";
    private static final String EXCLUDED = "不支持七天无理由退货（已确认）";

    private final ReadGoods goods;
    private final Offers offers;
    private final Members members;
    private final ApplyCoupons coupons;
    private final OnlyInActivities activities;
    private final TradeSettings settings;
    private final ShopClock clock;

    @Inject
    PriceBasket(
            ReadGoods goods,
            Offers offers,
            Members members,
            ApplyCoupons coupons,
            OnlyInActivities activities,
            TradeSettings settings,
            ShopClock clock) {
        this.goods = goods;
        this.offers = offers;
        this.members = members;
        this.coupons = coupons;
        this.activities = activities;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * What somebody wants to buy.
     *
     * @param coupons which of the member's coupons are to be used
     * @param confirmed SKUs whose exclusion from the seven-day return the buyer has confirmed (L1)
     */
    public record Basket(
            MemberId member, List<Wanted> lines, Optional<UUID> address, Set<SkuId> confirmed, CouponWish coupons) {}

    /**
     * Which coupons: named ones, or those that take the most off together.
     *
     * @param explained what is to be said of every coupon that the member has
     */
    public record CouponWish(List<CouponId> named, boolean best, boolean explained) {

        public static final CouponWish NONE = new CouponWish(List.of(), false, false);
    }

    /**
     * A quote, and for whoever places the order the address in plain text and the freight template: an activity has a price of
     * its own.
     */
    public record Priced(
            Quote quote, Optional<DeliveryAddress> address, Optional<FreightTemplate> template, Advice advice) {}

    private record Goods(
            Map<SkuId, SkuCard> cards,
            Map<SkuId, PriceTag> tags,
            Map<SkuId, Availability> stock,
            List<PurchaseLimit> limits) {}

    /** Refused for goods that are sold through an activity alone at the moment. */
    public Uni<Priced> price(Basket basket) {
        var skus = basket.lines().stream().map(Wanted::sku).toList();
        var only = activities.among(skus);
        return only.isEmpty() ? forActivity(basket) : Uni.createFrom().failure(notAlone(skus, only));
    }

    private static Refused notAlone(List<SkuId> skus, Set<SkuId> only) {
        return Refused.fields(
                TradeProblem.NOT_FOR_SALE,
                IntStream.range(0, skus.size())
                        .filter(i -> only.contains(skus.get(i)))
                        .mapToObj(i -> new FieldError("lines[" + i + "].skuId", "is sold in a group buy only"))
                        .toList());
    }

    /** The same for whoever sells it through one. */
    Uni<Priced> forActivity(Basket basket) {
        var wanted = Wanted.merged(basket.lines());
        // Asked for beside the goods; what is wrong with them is said first.
        var address = address(basket).memoize().indefinitely();
        return Uni.combine()
                .all()
                .unis(
                        goods(basket.member(), wanted.stream().map(Wanted::sku).toList()),
                        address.onItemOrFailure().transform((_, _) -> true))
                .with((goods, _) -> goods)
                .chain(goods -> quote(basket, lines(basket, wanted, goods), address)
                        .chain(priced -> coupons.apply(basket, priced, goods.cards())));
    }

    /** What an activity sells: it has stock and limits of its own, and nobody asks for the shop's. */
    public Uni<Priced> priceOfActivity(Basket basket) {
        var wanted = Wanted.merged(basket.lines());
        var ids = wanted.stream().map(Wanted::sku).toList();
        return Uni.combine()
                .all()
                .unis(goods.cards(ids), offers.prices(basket.member(), ids), address(basket), goods.freight())
                .with((cards, tags, address, template) -> {
                    var found = new Goods(cards, tags, Map.of(), List.of());
                    return priced(basket, lines(basket, wanted, found), address, template);
                });
    }

    private Uni<Priced> quote(Basket basket, List<Quote.Line> lines, Uni<Optional<DeliveryAddress>> address) {
        return address.chain(found -> quote(basket, lines, found));
    }

    private Uni<Goods> goods(MemberId member, List<SkuId> ids) {
        var cards = goods.cards(ids).memoize().indefinitely();
        var limits = cards.chain(found -> goods.limits(ids, products(found.values())));
        return Uni.combine()
                .all()
                .unis(cards, offers.prices(member, ids), goods.availability(ids), limits)
                .with(Goods::new);
    }

    /** The products that these SKUs belong to. */
    static Set<UUID> products(Collection<SkuCard> cards) {
        return cards.stream().map(card -> card.spu().value()).collect(Collectors.toSet());
    }

    private static List<Quote.Line> lines(Basket basket, List<Wanted> wanted, Goods goods) {
        var errors = new ArrayList<FieldError>();
        for (var i = 0; i < basket.lines().size(); i++) {
            var sku = basket.lines().get(i).sku();
            var field = "lines[" + i + "].skuId";
            why(sku, goods).ifPresent(reason -> errors.add(new FieldError(field, reason)));
        }
        if (!errors.isEmpty()) {
            throw Refused.fields(TradeProblem.NOT_FOR_SALE, errors);
        }
        return wanted.stream().map(each -> line(basket, each, goods)).toList();
    }

    private static Optional<String> why(SkuId sku, Goods goods) {
        var card = goods.cards().get(sku);
        if (card == null || card.state() != ProductState.ON_SALE) {
            return Optional.of("is not on sale");
        }
        return goods.tags().containsKey(sku) ? Optional.empty() : Optional.of("has no price");
    }

    @SuppressWarnings("NullAway") // why() has refused every SKU without a card or a tag.
    private static Quote.Line line(Basket basket, Wanted wanted, Goods goods) {
        var card = goods.cards().get(wanted.sku());
        var tag = goods.tags().get(wanted.sku());
        var confirmed = card.returnPolicy() == ReturnPolicy.EXCLUDED_WITH_CONFIRMATION
                && basket.confirmed().contains(wanted.sku());
        var sold = new SoldLine(
                card.sku(),
                card.spu().value(),
                card.skuCode(),
                card.title(),
                card.specText(),
                card.imageUrl(),
                card.weightGrams(),
                tag.amount(),
                tag.amount(),
                tag.list().value(),
                card.categories().stream().map(CategoryId::value).toList(),
                card.supplier().map(SupplierId::value),
                card.returnPolicy(),
                card.regulatoryClass(),
                confirmed,
                confirmed ? EXCLUDED : SEVEN_DAYS,
                card.components());
        return new Quote.Line(
                sold,
                wanted.quantity(),
                goods.stock().getOrDefault(wanted.sku(), Availability.OUT),
                goods.limits().stream()
                        .filter(limit -> limit.covers(sold.sku(), sold.spu()))
                        .toList());
    }

    private Uni<Optional<DeliveryAddress>> address(Basket basket) {
        return basket.address()
                .map(id -> members.address(basket.member(), id).map(Optional::of))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<Priced> quote(Basket basket, List<Quote.Line> lines, Optional<DeliveryAddress> address) {
        return address.isEmpty()
                ? Uni.createFrom().item(() -> priced(basket, lines, address, Optional.empty()))
                : goods.freight().map(template -> priced(basket, lines, address, template));
    }

    /** Freight is known as soon as it is known where to. */
    private Priced priced(
            Basket basket,
            List<Quote.Line> lines,
            Optional<DeliveryAddress> address,
            Optional<FreightTemplate> template) {
        var expires = clock.instant().plus(settings.quoteLife()).truncatedTo(ChronoUnit.SECONDS);
        var used = address.flatMap(_ -> template);
        var fee = used.map(its -> fee(its, address.orElseThrow().regionCode(), load(lines)));
        return new Priced(
                new Quote(basket.member(), lines, basket.address(), fee, expires), address, used, Advice.NONE);
    }

    private static FreightTemplate.Load load(List<Quote.Line> lines) {
        return new FreightTemplate.Load(
                Money.sum(lines.stream().map(Quote.Line::amount).toList()),
                lines.stream()
                        .mapToLong(line -> line.sold().weightGrams() * line.quantity())
                        .sum(),
                lines.stream().mapToLong(Quote.Line::quantity).sum());
    }

    static Money fee(FreightTemplate template, String regionCode, FreightTemplate.Load load) {
        return template.fee(regionCode, load)
                .orElseThrow(() -> Refused.fields(
                        TradeProblem.REGION_NOT_DELIVERED,
                        List.of(new FieldError("addressId", "is in a region that is not delivered to"))));
    }
}
