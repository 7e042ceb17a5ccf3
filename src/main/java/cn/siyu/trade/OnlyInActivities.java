package cn.siyu.trade;

import cn.siyu.catalog.SkuId;
import java.util.Collection;
import java.util.Set;

/**
 * A port that points upwards: goods that for a while are sold through an activity alone. Asked for every basket, so it answers
 * out of memory and may be a second behind.
 */
public interface OnlyInActivities {

    /** Those of these that cannot be bought alone now. */
    Set<SkuId> among(Collection<SkuId> skus);
}
