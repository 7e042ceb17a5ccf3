package cn.siyu.inventory.domain;

import cn.siyu.catalog.SkuId;
import java.util.UUID;

/** So many units of one SKU in one pool, for one holder. */
public record Pick(UUID holder, SkuId sku, UUID pool, int units) {}
