package cn.siyu.groupbuy.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;

/** One SKU of a flash sale: its price there, so many units, and how many of them an order and a person may have. */
public record FlashItem(SkuId sku, Money price, int quota, int perOrderQty, int perPersonQty) {}
