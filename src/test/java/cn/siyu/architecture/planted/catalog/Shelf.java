package cn.siyu.architecture.planted.catalog;

import cn.siyu.architecture.planted.trade.Till;

/** A breach: the catalogue looks up to trade. */
public record Shelf(Till till) {}
