package cn.siyu.channel;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What things cost. Each call is a use case of its own: never call it inside a transaction. */
public interface Prices {

    /** The tags of those SKUs that have a price now; a SKU without one cannot be ordered. */
    Uni<Map<SkuId, PriceTag>> of(Collection<SkuId> skus);

    /** Sets prices of the default list; equal ones change nothing, others close the old price and open the new (L2). */
    Uni<Integer> setDefault(Map<SkuId, Money> amounts, Actor actor, String reason);

    /** All prices that a SKU had, the newest first. */
    Uni<List<PastPrice>> history(SkuId sku);
}
