package cn.siyu.groupbuy.app;

import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.kernel.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An activity as staff see it: with what is set aside for it and what is left of that.
 *
 * @param given what it has given away of its budget; null without one
 */
public record ActivitySheet(
        Activity activity, List<Level> stock, @Nullable Money given) {}
