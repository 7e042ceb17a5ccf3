package cn.siyu.catalog.domain;

import java.util.List;

/** A SKU as it is asked for. */
public record NewSku(String code, List<SpecValue> spec, SkuText text) {}
