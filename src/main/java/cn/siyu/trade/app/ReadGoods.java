package cn.siyu.trade.app;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.FreshValues;
import cn.siyu.kernel.page.Recent;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.trade.PurchaseLimit;
import cn.siyu.trade.PurchaseLimits;
import cn.siyu.trade.domain.FreightTemplate;
import cn.siyu.trade.store.FreightStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a price is made of and what is the same for all who ask: many who ask at once are answered by one statement each, and what
 * staff has written (goods, freight) is used again for a moment. Stock and limits are read each time.
 */
@Singleton
class ReadGoods {

    private static final String STANDARD = "standard";
    private static final int CARDS_AT_ONCE = 200;
    private static final int MOST_CARDS = 20_000;

    private final Recent<SkuId, SkuCard> cards;
    private final Gather<SkuId, Availability> levels;
    private final Recent<String, FreightTemplate> freights;
    private final PurchaseLimits limits;
    private final Gather<Goods, List<PurchaseLimit>> binding;

    @Inject
    ReadGoods(
            Skus skus,
            Stock stock,
            PurchaseLimits limits,
            FreightStore freights,
            Lookups lookups,
            FreshValues values,
            FreshContext contexts) {
        this.cards =
                values.recent(MOST_CARDS, asked -> cards(skus, List.copyOf(asked)), (sku, card) -> topics(sku, card));
        this.levels = new Gather<>(contexts, stock::availability);
        this.freights = values.recent(
                1,
                _ -> freights.standard(lookups.reads())
                        .map(found -> found == null ? Map.of() : Map.of(STANDARD, found)),
                (_, _) -> Set.of(FreightTemplates.TOPIC));
        this.limits = limits;
        this.binding = new Gather<>(contexts, this::binding);
    }

    /** What a purchase limit may be about. */
    private record Goods(Set<SkuId> skus, Set<UUID> spus) {}

    Uni<Map<SkuId, SkuCard>> cards(Collection<SkuId> skus) {
        return each(skus, cards::of);
    }

    Uni<Map<SkuId, Availability>> availability(Collection<SkuId> skus) {
        return each(skus, levels::of);
    }

    Uni<List<PurchaseLimit>> limits(Collection<SkuId> skus, Collection<UUID> spus) {
        return skus.isEmpty() && spus.isEmpty()
                ? Uni.createFrom().item(List.of())
                : binding.of(new Goods(Set.copyOf(skus), Set.copyOf(spus))).map(found -> found.orElse(List.of()));
    }

    /** The template of the shop; absent when there is none. */
    Uni<Optional<FreightTemplate>> freight() {
        return freights.of(STANDARD);
    }

    private static Set<String> topics(SkuId sku, SkuCard card) {
        return Set.of(
                Changes.topic("sku", sku.value()),
                Changes.topic("product", card.spu().value()),
                "categories");
    }

    private static Uni<Map<SkuId, SkuCard>> cards(Skus skus, List<SkuId> asked) {
        var found = new HashMap<SkuId, SkuCard>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var from = 0; from < asked.size(); from += CARDS_AT_ONCE) {
            var some = asked.subList(from, Math.min(asked.size(), from + CARDS_AT_ONCE));
            all = all.chain(() -> skus.cards(some)
                    .invoke(cards -> cards.forEach(card -> found.put(card.sku(), card)))
                    .replaceWithVoid());
        }
        return all.replaceWith(found);
    }

    /** All limits of all goods are read at once; each basket keeps its own. */
    private Uni<Map<Goods, List<PurchaseLimit>>> binding(Set<Goods> asked) {
        var skus = asked.stream().flatMap(each -> each.skus().stream()).collect(Collectors.toSet());
        var spus = asked.stream().flatMap(each -> each.spus().stream()).collect(Collectors.toSet());
        return limits.of(skus, spus)
                .map(found -> found.isEmpty()
                        ? Map.of()
                        : asked.stream()
                                .collect(Collectors.toMap(Function.identity(), goods -> ofGoods(found, goods))));
    }

    private static List<PurchaseLimit> ofGoods(List<PurchaseLimit> limits, Goods goods) {
        return limits.stream()
                .filter(limit -> limit.sku().filter(goods.skus()::contains).isPresent()
                        || limit.spu().filter(goods.spus()::contains).isPresent())
                .toList();
    }

    private static <V> Uni<Map<SkuId, V>> each(Collection<SkuId> skus, Function<SkuId, Uni<Optional<V>>> ask) {
        var asked = new ArrayList<>(Set.copyOf(skus));
        return asked.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : Uni.join().all(asked.stream().map(ask).toList()).andFailFast().map(answers -> {
                    var found = new HashMap<SkuId, V>();
                    for (var i = 0; i < asked.size(); i++) {
                        var sku = asked.get(i);
                        answers.get(i).ifPresent(value -> found.put(sku, value));
                    }
                    return found;
                });
    }
}
