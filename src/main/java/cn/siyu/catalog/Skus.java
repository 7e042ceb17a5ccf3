package cn.siyu.catalog;

import cn.siyu.kernel.money.Money;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** SKUs as others see them. Reads of their own: call before a transaction, never inside one. */
public interface Skus {

    /** The cards of those that exist, in no particular order, at most 200 at a time. */
    Uni<List<SkuCard>> cards(Collection<SkuId> skus);

    /** What the bundles among these SKUs consist of, by their ids (A10). */
    Uni<Map<SkuId, List<Component>>> components(Collection<SkuId> skus);

    /** What a unit has cost the shop, where that is known. */
    Uni<Map<SkuId, Money>> costs(Collection<SkuId> skus);
}
