package cn.siyu.channel;

import cn.siyu.catalog.SkuId;
import cn.siyu.kernel.money.Money;

/** The price of one unit of a SKU, and the list that gave it (A3). */
public record PriceTag(SkuId sku, PriceListId list, Money amount) {}
