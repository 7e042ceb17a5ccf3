package cn.siyu.catalog;

/** So many units of a SKU in each unit of a bundle. */
public record Component(SkuId sku, String skuCode, String title, int units) {}
