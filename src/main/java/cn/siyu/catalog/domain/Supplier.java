package cn.siyu.catalog.domain;

import cn.siyu.catalog.SupplierId;

/** Who delivers the goods to the shop, and may ship them for it. */
public record Supplier(SupplierId id, String code, String name, String note, long version) {}
