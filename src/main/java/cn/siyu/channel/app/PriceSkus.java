package cn.siyu.channel.app;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.channel.PastPrice;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.channel.domain.ChannelProblem;
import cn.siyu.channel.domain.PriceChoice;
import cn.siyu.channel.domain.PriceList;
import cn.siyu.channel.store.PriceListStore;
import cn.siyu.channel.store.PriceStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what SKUs cost, and sets it: a change closes the old price and opens the new, an equal amount changes nothing. */
@ApplicationScoped
public class PriceSkus implements Prices {

    private final PriceStore prices;
    private final PriceListStore lists;
    private final Skus skus;
    private final ShopClock clock;

    @Inject
    PriceSkus(PriceStore prices, PriceListStore lists, Skus skus, ShopClock clock) {
        this.prices = prices;
        this.lists = lists;
        this.skus = skus;
        this.clock = clock;
    }

    @Override
    @WithSession
    public Uni<Map<SkuId, PriceTag>> of(Collection<SkuId> asked, Set<UUID> segments) {
        var now = clock.instant();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return segments.isEmpty()
                ? prices.inForce(PriceListId.DEFAULT, asked, now).map(PriceSkus::bySku)
                : prices.candidates(asked, segments, now).map(PriceChoice::best);
    }

    @Override
    @WithTransaction
    public Uni<Integer> setDefault(Map<SkuId, Money> amounts, Actor actor, String reason) {
        return amounts.isEmpty()
                ? Uni.createFrom().item(0)
                : prices.hold(PriceListId.DEFAULT).chain(() -> set(PriceListId.DEFAULT, amounts, actor, reason));
    }

    /** The same for the list of a segment, as long as it is not over. */
    @WithTransaction
    public Uni<Integer> setIn(PriceListId list, Map<SkuId, Money> amounts, Actor actor, String reason) {
        return lists.lock(list)
                .invoke(found -> requireOpen(found, clock.instant()))
                .chain(() -> amounts.isEmpty() ? Uni.createFrom().item(0) : set(list, amounts, actor, reason));
    }

    @Override
    @WithSession
    public Uni<List<PastPrice>> history(SkuId sku) {
        return prices.history(sku);
    }

    @WithSession
    public Uni<NumberedPage<PriceTag>> page(PriceListId list, int page, int size) {
        return prices.page(list, clock.instant(), page, size);
    }

    /** Which of these SKUs the catalogue knows. */
    public Uni<Set<SkuId>> known(Collection<SkuId> asked) {
        return skus.cards(asked).map(cards -> cards.stream().map(SkuCard::sku).collect(Collectors.toSet()));
    }

    /** The list is held. */
    private Uni<Integer> set(PriceListId list, Map<SkuId, Money> amounts, Actor actor, String reason) {
        var now = clock.instant();
        return prices.inForce(list, amounts.keySet(), now).map(PriceSkus::bySku).chain(before -> {
            var changed = changed(before, amounts);
            return changed.isEmpty()
                    ? Uni.createFrom().item(0)
                    : prices.replace(list, changed, actor, reason, now)
                            .chain(() -> prices.record(entry(list, before, changed, actor, reason)))
                            .replaceWith(changed.size());
        });
    }

    private static void requireOpen(PriceList list, Instant now) {
        if (list.isOver(now)) {
            throw new Refused(ChannelProblem.PRICE_LIST_OVER);
        }
    }

    private static Map<SkuId, Money> changed(Map<SkuId, PriceTag> before, Map<SkuId, Money> amounts) {
        return amounts.entrySet().stream()
                .filter(wanted -> {
                    var tag = before.get(wanted.getKey());
                    return tag == null || !tag.amount().equals(wanted.getValue());
                })
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<SkuId, PriceTag> bySku(List<PriceTag> tags) {
        return tags.stream().collect(Collectors.toMap(PriceTag::sku, Function.identity()));
    }

    private static AuditEntry entry(
            PriceListId list, Map<SkuId, PriceTag> before, Map<SkuId, Money> changed, Actor actor, String reason) {
        var was = new TreeMap<String, Long>();
        var is = new TreeMap<String, Long>();
        changed.forEach((sku, amount) -> {
            var tag = before.get(sku);
            if (tag != null) {
                was.put(sku.value().toString(), tag.amount().fen());
            }
            is.put(sku.value().toString(), amount.fen());
        });
        return new AuditEntry(actor, "price.set", "price-list", name(list), reason, was, is);
    }

    private static String name(PriceListId list) {
        return list.equals(PriceListId.DEFAULT) ? "default" : list.value().toString();
    }
}
