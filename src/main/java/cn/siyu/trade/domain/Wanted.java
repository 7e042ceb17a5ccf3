package cn.siyu.trade.domain;

import cn.siyu.catalog.SkuId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many units of a SKU somebody wants to buy. */
public record Wanted(SkuId sku, int quantity) {

    /** Lines of the same SKU become one, at the place of the first (REL-23). */
    public static List<Wanted> merged(Collection<Wanted> lines) {
        Map<SkuId, Integer> units = new LinkedHashMap<>();
        lines.forEach(line -> units.merge(line.sku(), line.quantity(), Math::addExact));
        return units.entrySet().stream()
                .map(each -> new Wanted(each.getKey(), each.getValue()))
                .toList();
    }
}
