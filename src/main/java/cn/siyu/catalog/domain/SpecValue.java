package cn.siyu.catalog.domain;

/** One value on one axis, such as 颜色: 红. */
public record SpecValue(String axis, String value) {}
