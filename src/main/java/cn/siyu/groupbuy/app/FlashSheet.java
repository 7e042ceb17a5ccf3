package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.FlashSale;
import cn.siyu.inventory.Allotments.Level;
import java.util.List;

/** A flash sale as staff see it: with what is set aside for it and what is left of that. */
public record FlashSheet(FlashSale sale, List<Level> stock) {}
