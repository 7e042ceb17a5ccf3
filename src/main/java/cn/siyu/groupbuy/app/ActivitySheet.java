package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.inventory.Allotments.Level;
import java.util.List;

/** An activity as staff see it: with what is set aside for it and what is left of that. */
public record ActivitySheet(Activity activity, List<Level> stock) {}
