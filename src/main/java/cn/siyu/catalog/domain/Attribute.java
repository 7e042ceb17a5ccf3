package cn.siyu.catalog.domain;

/** One line of a product's parameter table, such as 面料: 100%棉. */
public record Attribute(String name, String value) {}
