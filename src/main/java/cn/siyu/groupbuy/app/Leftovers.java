package cn.siyu.groupbuy.app;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Allotments.Level;
import cn.siyu.inventory.Stock.Availability;
import cn.siyu.inventory.Stock.Border;
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

    private final Border border;

    /** The one setting of this prefix that has a limit: a validator for settings would lengthen every start by a tenth. */
    @Inject
    Leftovers(GroupBuySettings settings) {
        this.border = Border.of("siyu.groupbuy.low-below", settings.lowBelow());
    }

    Map<SkuId, Availability> inWords(List<Level> levels) {
        return levels.stream().collect(Collectors.toMap(Level::sku, level -> border.bucket(level.left())));
    }
}
