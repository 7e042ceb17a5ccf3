package cn.siyu.trade;

import cn.siyu.catalog.SkuId;
import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What screens tell buyers of purchase limits, before an order is refused. */
public interface PurchaseLimits {

    /** The limits that bind these SKUs, or the products that they belong to. A read of its own. */
    Uni<List<PurchaseLimit>> of(Collection<SkuId> skus, Collection<UUID> spus);
}
