package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import java.util.UUID;

/** A counter that is not what it ought to be: the sum of its movements, and of the live reservations. */
public record Difference(
        SkuId sku, UUID pool, long onHand, long onHandMoved, long reserved, long reservedMoved, long reservedKept) {}
