package cn.siyu.groupbuy.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;

/** What an activity sells: one SKU at the group price, so many units of it. */
public record Offer(SkuId sku, Money price, int quota) {}
