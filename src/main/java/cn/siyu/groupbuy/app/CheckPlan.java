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
import cn.siyu.groupbuy.domain.GroupBuyProblem;
import cn.siyu.groupbuy.domain.LeaderBenefit;
import cn.siyu.groupbuy.domain.Offer;
import cn.siyu.groupbuy.domain.Plan;
import cn.siyu.groupbuy.domain.Reduction;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.Communities;
import cn.siyu.promotion.Coupons;
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
 * Holds a plan against the catalogue, the prices, the law and the audiences of today; asked when it is saved and again when it is
 * published. Reads only; never inside a transaction.
 */
@Singleton
class CheckPlan {

    private final Skus skus;
    private final Prices prices;
    private final CatalogImport words;
    private final PromotionText promotion;
    private final Segments segments;
    private final Communities communities;
    private final Coupons coupons;
    private final Transactions transactions;
    private final GroupBuySettings settings;
    private final ShopClock clock;

    @Inject
    CheckPlan(
            Skus skus,
            Prices prices,
            CatalogImport words,
            PromotionText promotion,
            Segments segments,
            Communities communities,
            Coupons coupons,
            Transactions transactions,
            GroupBuySettings settings,
            ShopClock clock) {
        this.skus = skus;
        this.prices = prices;
        this.words = words;
        this.promotion = promotion;
        this.segments = segments;
        this.communities = communities;
        this.coupons = coupons;
        this.transactions = transactions;
        this.settings = settings;
        this.clock = clock;
    }

    private record Goods(Map<SkuId, SkuCard> cards, Map<SkuId, PriceTag> tags, Map<SkuId, Money> lowest) {}

    /** The refusal that this plan deserves now; empty: it may stand. A failure of another kind passes. */
    Uni<Optional<Refused>> refusal(Plan plan) {
        return check(plan)
                .map(_ -> Optional.<Refused>empty())
                .onFailure(Refused.class)
                .recoverWithItem(failure -> Optional.of(failure));
    }

    /** Throws the refusal when the law is behind it (L6). */
    static void obeyLaw(Optional<Refused> refusal) {
        refusal.filter(refused -> refused.problem() == GroupBuyProblem.GROUP_BUY_REGULATED)
                .ifPresent(refused -> {
                    throw refused;
                });
    }

    /** Refused with the fields that cannot be, first of all for goods that the law does not let be promoted (L6). */
    Uni<Void> check(Plan plan) {
        var ids = plan.offers().stream().map(Offer::sku).toList();
        return skus.cards(ids)
                .map(cards -> cards.stream().collect(Collectors.toMap(SkuCard::sku, Function.identity())))
                .invoke(cards -> refuseRegulated(plan, cards))
                .chain(cards -> prices.of(ids)
                        .chain(tags -> prices.lowestSince(ids, clock.instant().minus(Reduction.LOOK_BACK))
                                .map(lowest -> new Goods(cards, tags, lowest))))
                .map(goods -> faults(plan, goods))
                .chain(faults -> audience(plan).map(more -> joined(faults, more)))
                .chain(faults -> present(plan).map(more -> joined(faults, more)))
                .invoke(CheckPlan::refuse)
                .replaceWithVoid();
    }

    private static void refuseRegulated(Plan plan, Map<SkuId, SkuCard> cards) {
        var regulated = plan.offers().stream()
                .map(offer -> cards.get(offer.sku()))
                .filter(card -> card != null && !card.regulatoryClass().promotable())
                .findFirst();
        regulated.ifPresent(card -> {
            throw regulated(card.regulatoryClass());
        });
    }

    static Refused regulated(RegulatoryClass regulation) {
        return Refused.with(
                GroupBuyProblem.GROUP_BUY_REGULATED,
                "Rule L6: " + regulation + " may not be sold in a group buy",
                Map.of("rule", "L6", "regulatoryClass", regulation.name()));
    }

    private List<FieldError> faults(Plan plan, Goods goods) {
        var faults = new ArrayList<>(plan.faults(clock.instant(), settings.commissionCap()));
        words.claimIn(plan.name())
                .or(() -> promotion.breach(plan.name()).map(PromotionText.Breach::word))
                .ifPresent(word -> faults.add(new FieldError("name", "holds a word that the law forbids: " + word)));
        for (var i = 0; i < plan.offers().size(); i++) {
            var offer = plan.offers().get(i);
            fault(plan, offer, goods, "skus[" + i + "].").ifPresent(faults::add);
        }
        return faults;
    }

    private static Optional<FieldError> fault(Plan plan, Offer offer, Goods goods, String at) {
        var card = goods.cards().get(offer.sku());
        var tag = goods.tags().get(offer.sku());
        if (card == null || !card.spu().equals(plan.spu())) {
            return Optional.of(new FieldError(at + "skuId", "is not a SKU of this product"));
        }
        if (card.state() != ProductState.ON_SALE) {
            return Optional.of(new FieldError(at + "skuId", "is not on sale"));
        }
        if (!card.components().isEmpty()) {
            return Optional.of(new FieldError(at + "skuId", "is a bundle: activities have stock of single SKUs"));
        }
        if (tag == null) {
            return Optional.of(new FieldError(at + "skuId", "has no price to be lower than"));
        }
        var lowest = goods.lowest().getOrDefault(offer.sku(), tag.amount());
        return Reduction.fault(offer.price(), tag.amount(), lowest).map(why -> new FieldError(at + "priceFen", why));
    }

    private Uni<List<FieldError>> audience(Plan plan) {
        var reads = transactions.reads();
        var segment = plan.segment()
                .map(id -> segments.exists(reads, id))
                .orElseGet(() -> Uni.createFrom().item(true));
        return segment.chain(known -> plan.community()
                .map(id -> communities.exists(reads, id))
                .orElseGet(() -> Uni.createFrom().item(true))
                .map(lives -> unknown(known, lives)));
    }

    private Uni<List<FieldError>> present(Plan plan) {
        return plan.deal().benefit() instanceof LeaderBenefit.Coupon(var template)
                ? coupons.gives(transactions.reads(), template, clock.instant())
                        .map(gives -> gives
                                ? List.of()
                                : List.of(new FieldError(
                                        "leaderBenefit.couponTemplateId", "names no template that gives coupons")))
                : Uni.createFrom().item(List.of());
    }

    private static List<FieldError> unknown(boolean segment, boolean community) {
        var faults = new ArrayList<FieldError>();
        if (!segment) {
            faults.add(new FieldError("segmentId", "names no living segment"));
        }
        if (!community) {
            faults.add(new FieldError("communityId", "names no living community"));
        }
        return faults;
    }

    private static List<FieldError> joined(List<FieldError> some, List<FieldError> more) {
        some.addAll(more);
        return some;
    }

    private static void refuse(List<FieldError> faults) {
        if (!faults.isEmpty()) {
            throw Refused.fields(GroupBuyProblem.GROUP_BUY_REFUSED, faults);
        }
    }
}
