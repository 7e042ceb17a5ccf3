package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.inventory.Stock;
import cn.siyu.inventory.Stock.Availability;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What an activity has left, in words: how many is nobody's business (A12). */
@Startup
@Singleton
class Leftovers {

    private final int lowBelow;

    /** The one setting of this prefix that has a limit: a validator for settings would lengthen every start by a tenth. */
    @Inject
    Leftovers(GroupBuySettings settings) {
        if (settings.lowBelow() > Stock.HIGHEST_BORDER) {
            throw new IllegalArgumentException("siyu.groupbuy.low-below is at most " + Stock.HIGHEST_BORDER);
        }
        this.lowBelow = settings.lowBelow();
    }

    Map<SkuId, Availability> inWords(List<Level> levels) {
        return levels.stream().collect(Collectors.toMap(Level::sku, level -> word(level.left())));
    }

    private Availability word(long left) {
        if (left <= 0) {
            return Availability.OUT;
        }
        return left < lowBelow ? Availability.LOW : Availability.IN_STOCK;
    }
}
