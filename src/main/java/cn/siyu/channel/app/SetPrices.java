package cn.siyu.channel.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.domain.ChannelProblem;
import cn.siyu.channel.domain.PriceList;
import cn.siyu.channel.store.PriceListStore;
import cn.siyu.channel.store.PriceStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Sets what SKUs cost: a change closes the old price and opens the new, an equal amount changes nothing. */
@Singleton
public class SetPrices {

    private final PriceStore prices;
    private final PriceListStore lists;
    private final ShopClock clock;

    @Inject
    SetPrices(PriceStore prices, PriceListStore lists, ShopClock clock) {
        this.prices = prices;
        this.lists = lists;
        this.clock = clock;
    }

    /** In the list of everybody; answers how many have changed. */
    @WithTransaction
    Uni<Integer> inDefault(Map<SkuId, Money> amounts, Actor actor, String reason) {
        return prices.hold(PriceListId.DEFAULT).chain(() -> set(PriceListId.DEFAULT, amounts, actor, reason));
    }

    /** The same for the list of a segment, as long as it is not over. */
    @WithTransaction
    public Uni<Integer> in(PriceListId list, Map<SkuId, Money> amounts, Actor actor, String reason) {
        return lists.lock(list)
                .invoke(found -> requireOpen(found, clock.instant()))
                .chain(() -> amounts.isEmpty() ? Uni.createFrom().item(0) : set(list, amounts, actor, reason));
    }

    /** The list is held. */
    private Uni<Integer> set(PriceListId list, Map<SkuId, Money> amounts, Actor actor, String reason) {
        var now = clock.instant();
        return prices.inForce(list, amounts.keySet(), now).map(SetPrices::bySku).chain(before -> {
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

    static Map<SkuId, PriceTag> bySku(List<PriceTag> tags) {
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
