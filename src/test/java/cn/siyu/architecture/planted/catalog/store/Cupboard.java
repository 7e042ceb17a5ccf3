package cn.siyu.architecture.planted.catalog.store;

/** A room of the catalogue. */
public record Cupboard(String name) {}
