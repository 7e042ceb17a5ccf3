package cn.siyu.channel;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What things cost. Each call is a use case of its own: never call it inside a transaction. */
public interface Prices {

    /** The tags that everybody has: of those SKUs that have a price now; a SKU without one cannot be ordered. */
    default Uni<Map<SkuId, PriceTag>> of(Collection<SkuId> skus) {
        return of(skus, Set.of());
    }

    /**
     * The same for somebody who is in these segments: a list for one of them comes before the default list; among several the
     * higher priority, then the lower amount, then the id decides (A3).
     *
     * @param segments as their own context names them
     */
    Uni<Map<SkuId, PriceTag>> of(Collection<SkuId> skus, Set<UUID> segments);

    /** Sets prices of the default list; equal ones change nothing, others close the old price and open the new (L2). */
    Uni<Integer> setDefault(Map<SkuId, Money> amounts, Actor actor, String reason);

    /**
     * The least that one of these cost everybody at any moment since then; what cost nothing at all is missing. A price that was
     * raised a moment ago makes nothing cheap (L2).
     */
    Uni<Map<SkuId, Money>> lowestSince(Collection<SkuId> skus, Instant since);

    /** All prices that a SKU had, the newest first. */
    Uni<List<PastPrice>> history(SkuId sku);
}
