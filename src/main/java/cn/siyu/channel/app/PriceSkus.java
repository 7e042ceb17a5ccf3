package cn.siyu.channel.app;

import cn.siyu.catalog.SkuCard;
import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.Skus;
import cn.siyu.channel.PastPrice;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.channel.domain.PriceChoice;
import cn.siyu.channel.store.PriceStore;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.NumberedPage;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Says what SKUs cost and did cost. */
@Singleton
public class PriceSkus implements Prices {

    private final PriceStore prices;
    private final SetPrices set;
    private final Skus skus;
    private final Changes changes;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    PriceSkus(PriceStore prices, SetPrices set, Skus skus, Changes changes, Lookups lookups, ShopClock clock) {
        this.prices = prices;
        this.set = set;
        this.skus = skus;
        this.changes = changes;
        this.reads = lookups.reads();
        this.clock = clock;
    }

    @Override
    public Uni<Map<SkuId, PriceTag>> of(Collection<SkuId> asked, Set<UUID> segments) {
        var now = clock.instant();
        if (asked.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return segments.isEmpty()
                ? prices.inForce(reads, PriceListId.DEFAULT, asked, now).map(SetPrices::bySku)
                : prices.candidates(reads, asked, segments, now).map(PriceChoice::best);
    }

    @Override
    public Uni<Integer> setDefault(Map<SkuId, Money> amounts, Actor actor, String reason) {
        return amounts.isEmpty()
                ? Uni.createFrom().item(0)
                : set.inDefault(amounts, actor, reason).invoke(changed -> tell(changed, amounts));
    }

    /** Word goes out when it is committed: {@link SetPrices} has ended its transaction. */
    private void tell(int changed, Map<SkuId, Money> amounts) {
        if (changed > 0) {
            changes.tell(amounts.keySet().stream()
                    .map(sku -> Changes.topic("sku", sku.value()))
                    .toList());
        }
    }

    @Override
    @WithSession
    public Uni<Map<SkuId, Money>> lowestSince(Collection<SkuId> asked, Instant since) {
        return asked.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : prices.lowest(PriceListId.DEFAULT, asked, since, clock.instant());
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
}
