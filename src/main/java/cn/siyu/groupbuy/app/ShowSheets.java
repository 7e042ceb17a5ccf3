package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.store.BudgetStore;
import cn.siyu.groupbuy.store.BudgetStore.Level;
import cn.siyu.inventory.Allotments;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts together what staff see of one activity. */
@Singleton
class ShowSheets {

    private final Allotments allotments;
    private final BudgetStore budgets;

    @Inject
    ShowSheets(Allotments allotments, BudgetStore budgets) {
        this.allotments = allotments;
        this.budgets = budgets;
    }

    Uni<ActivitySheet> of(Sql sql, Activity activity) {
        return allotments
                .levels(sql, List.of(activity.id().value()))
                .chain(levels ->
                        budgets.level(sql, activity.id()).map(budget -> new ActivitySheet(activity, levels, budget)));
    }

    /** As lines of a list: with their budgets, without their stock. */
    Uni<List<ActivitySheet>> of(Sql sql, List<Activity> activities) {
        return budgets.levels(sql, activities.stream().map(Activity::id).toList())
                .map(levels -> levels.stream().collect(Collectors.toMap(Level::activity, Function.identity())))
                .map(budgetOf -> activities.stream()
                        .map(each -> new ActivitySheet(each, List.of(), budgetOf.get(each.id())))
                        .toList());
    }
}
