package cn.siyu.architecture.planted.trade;

import cn.siyu.architecture.planted.catalog.store.Cupboard;

/** A breach: trade looks into a room of the catalogue. */
public record Till(Cupboard cupboard) {}
