package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.inventory.Allotments.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An activity as staff see it: with what is set aside for it and what is left of that.
 *
 * @param budget how its budget stands; null without one
 */
public record ActivitySheet(Activity activity, List<Level> stock, BudgetStore.@Nullable Level budget) {}
