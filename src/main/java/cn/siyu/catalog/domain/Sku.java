package cn.siyu.catalog.domain;

import cn.siyu.catalog.SkuId;
import java.util.List;

/** What can be put into a basket: one combination of its product's axes. */
public record Sku(SkuId id, String code, List<String> tuple, SkuText text, long version) {}
