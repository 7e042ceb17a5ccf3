package cn.siyu.groupbuy.app;

import cn.siyu.audience.Segments;
import cn.siyu.catalog.CatalogImport;
import cn.siyu.catalog.ProductState;
import cn.siyu.catalog.RegulatoryClass;
import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.groupbuy.domain.FlashItem;
import cn.siyu.groupbuy.domain.FlashPlan;
import cn.siyu.groupbuy.domain.FlashSaleProblem;
import cn.siyu.groupbuy.domain.Reduction;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.PromotionText;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds a flash sale against the catalogue, the prices, the law and the audiences of today; asked when it is saved and again when
 * it is published. Reads only; never inside a transaction.
 */
@Singleton
class CheckFlashPlan {

    private final Skus skus;
    private final Prices prices;
    private final CatalogImport words;
    private final PromotionText promotion;
    private final Segments segments;
    private final Transactions transactions;
    private final GroupBuySettings settings;
    private final ShopClock clock;

    @Inject
    CheckFlashPlan(
            Skus skus,
            Prices prices,
            CatalogImport words,
            PromotionText promotion,
            Segments segments,
            Transactions transactions,
            GroupBuySettings settings,
            ShopClock clock) {
        this.skus = skus;
        this.prices = prices;
        this.words = words;
        this.promotion = promotion;
        this.segments = segments;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    /** The refusal that this plan deserves now; empty: it may stand. A failure of another kind passes. */
    Uni<Optional<Refused>> refusal(FlashPlan plan) {
        return check(plan)
                .map(_ -> Optional.<Refused>empty())
                .onFailure(Refused.class)
                .recoverWithItem(failure -> Optional.of(failure));
    }

    /** Throws the refusal when the law is behind it (L6). */
    static void obeyLaw(Optional<Refused> refusal) {
        refusal.filter(refused -> refused.problem() == FlashSaleProblem.FLASH_SALE_REGULATED)
                .ifPresent(refused -> {
                    throw refused;
                });
    }

    /** Refused with the fields that cannot be, first of all for goods that the law does not let be promoted (L6). */
    Uni<Void> check(FlashPlan plan) {
        var ids = plan.items().stream().map(FlashItem::sku).toList();
        return skus.cards(ids)
                .map(cards -> cards.stream().collect(Collectors.toMap(SkuCard::sku, Function.identity())))
                .invoke(cards -> refuseRegulated(plan, cards))
                .chain(cards -> prices.of(ids)
                        .chain(tags -> prices.lowestSince(ids, clock.instant().minus(Reduction.LOOK_BACK))
                                .map(lowest -> faults(plan, new Goods(cards, tags, lowest)))))
                .chain(faults -> audience(plan).map(known -> {
                    if (!known) {
                        faults.add(new FieldError("segmentId", "names no living segment"));
                    }
                    return faults;
                }))
                .invoke(faults -> {
                    if (!faults.isEmpty()) {
                        throw Refused.fields(FlashSaleProblem.FLASH_SALE_REFUSED, faults);
                    }
                })
                .replaceWithVoid();
    }

    /** Names each item that the law does not let be promoted. */
    private static void refuseRegulated(FlashPlan plan, Map<SkuId, SkuCard> cards) {
        var errors = new ArrayList<FieldError>();
        for (var i = 0; i < plan.items().size(); i++) {
            var card = cards.get(plan.items().get(i).sku());
            if (card != null && !card.regulatoryClass().promotable()) {
                errors.add(new FieldError("items[" + i + "].skuId", "is " + card.regulatoryClass() + ": rule L6"));
            }
        }
        if (!errors.isEmpty()) {
            throw new Refused(
                    FlashSaleProblem.FLASH_SALE_REGULATED,
                    "Rule L6: some of these goods may not be sold in a flash sale",
                    errors,
                    Map.of("rule", "L6"));
        }
    }

    static void refuseRegulated(RegulatoryClass regulation) {
        if (!regulation.promotable()) {
            throw Refused.with(
                    FlashSaleProblem.FLASH_SALE_REGULATED,
                    "Rule L6: " + regulation + " may not be sold in a flash sale",
                    Map.of("rule", "L6", "regulatoryClass", regulation.name()));
        }
    }

    private Uni<Boolean> audience(FlashPlan plan) {
        return plan.segment()
                .map(id -> segments.exists(transactions.reads(), id))
                .orElseGet(() -> Uni.createFrom().item(true));
    }

    private record Goods(Map<SkuId, SkuCard> cards, Map<SkuId, PriceTag> tags, Map<SkuId, Money> lowest) {}

    private List<FieldError> faults(FlashPlan plan, Goods goods) {
        var faults = new ArrayList<>(plan.faults(clock.instant(), settings.commissionCap()));
        words.claimIn(plan.name())
                .or(() -> promotion.breach(plan.name()).map(PromotionText.Breach::word))
                .ifPresent(word -> faults.add(new FieldError("name", "holds a word that the law forbids: " + word)));
        for (var i = 0; i < plan.items().size(); i++) {
            var item = plan.items().get(i);
            fault(item, goods, "items[" + i + "].").ifPresent(faults::add);
        }
        return faults;
    }

    private static Optional<FieldError> fault(FlashItem item, Goods goods, String at) {
        var card = goods.cards().get(item.sku());
        var tag = goods.tags().get(item.sku());
        if (card == null || card.state() != ProductState.ON_SALE) {
            return Optional.of(new FieldError(at + "skuId", "is not on sale"));
        }
        if (!card.components().isEmpty()) {
            return Optional.of(new FieldError(at + "skuId", "is a bundle: activities have stock of single SKUs"));
        }
        if (tag == null) {
            return Optional.of(new FieldError(at + "skuId", "has no price to be lower than"));
        }
        var lowest = goods.lowest().getOrDefault(item.sku(), tag.amount());
        return Reduction.fault(item.price(), tag.amount(), lowest).map(why -> new FieldError(at + "priceFen", why));
    }
}
