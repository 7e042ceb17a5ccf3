package cn.siyu.catalog;

import io.smallrye.mutiny.Uni;
import java.util.Collection;
import java.util.List;

/** SKUs as others see them. Reads of their own: call before a transaction, never inside one. */
public interface Skus {

    /** The cards of those that exist, in no particular order, at most 200 at a time. */
    Uni<List<SkuCard>> cards(Collection<SkuId> skus);
}
