package cn.siyu.trade.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.Prices;
import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.page.FreshValues;
import cn.siyu.kernel.page.Recent;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What things cost for one member: a price list of a segment comes before the one for everybody (A3). */
@Singleton
class Offers {

    private static final int MOST_TAGS = 20_000;

    private final Prices prices;
    private final Segments segments;
    private final Transactions transactions;
    private final ShopClock clock;
    private final Gather<UUID, Set<SegmentId>> mine;
    private final Recent<Asked, PriceTag> tags;

    @Inject
    Offers(
            Prices prices,
            Segments segments,
            Transactions transactions,
            ShopClock clock,
            FreshValues values,
            FreshContext contexts) {
        this.prices = prices;
        this.segments = segments;
        this.transactions = transactions;
        this.clock = clock;
        this.mine = new Gather<>(contexts, this::segments);
        this.tags = values.recent(
                MOST_TAGS,
                this::tags,
                (asked, _) -> Set.of(Changes.topic("sku", asked.sku().value())));
    }

    /** A price that is asked for: it depends on the segments alone, not on who is in them. */
    private record Asked(SkuId sku, Set<UUID> segments) {}

    /** Reads only; never inside a transaction. Many members who ask at once are answered by a few statements. */
    Uni<Map<SkuId, PriceTag>> prices(MemberId member, Collection<SkuId> skus) {
        return mine.of(member.value())
                .map(found ->
                        found.orElse(Set.of()).stream().map(SegmentId::value).collect(Collectors.toSet()))
                .chain(segments -> skus.isEmpty()
                        ? Uni.createFrom().item(Map.of())
                        : Uni.join()
                                .all(skus.stream()
                                        .distinct()
                                        .map(sku -> tags.of(new Asked(sku, segments)))
                                        .toList())
                                .andFailFast()
                                .map(Offers::bySku));
    }

    private Uni<Map<UUID, Set<SegmentId>>> segments(Set<UUID> members) {
        return segments.of(transactions.reads(), members, clock.instant());
    }

    private Uni<Map<Asked, PriceTag>> tags(Set<Asked> asked) {
        var answers = new HashMap<Asked, PriceTag>();
        var bySegments = asked.stream().collect(Collectors.groupingBy(Asked::segments));
        Uni<Void> all = Uni.createFrom().voidItem();
        for (var each : bySegments.entrySet()) {
            var skus = each.getValue().stream().map(Asked::sku).toList();
            all = all.chain(() -> prices.of(skus, each.getKey())
                    .invoke(found -> found.forEach((sku, tag) -> answers.put(new Asked(sku, each.getKey()), tag)))
                    .replaceWithVoid());
        }
        return all.replaceWith(answers);
    }

    private static Map<SkuId, PriceTag> bySku(List<Optional<PriceTag>> tags) {
        return tags.stream().flatMap(Optional::stream).collect(Collectors.toMap(PriceTag::sku, Function.identity()));
    }
}
