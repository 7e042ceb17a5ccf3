package cn.siyu.inventory.domain;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.InventoryProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;

/** The rules of adjusting and transferring: every faulty line is named, and one faulty line stops all. */
public final class StockLines {

    /** No counter may come near the end of its column. */
    private static final int MOST_UNITS = 1_000_000_000;

    private StockLines() {}

    /** What an adjustment did to one SKU. */
    public record Adjusted(StockLevel before, int delta) {

        public int after() {
            return before.onHand() + delta;
        }
    }

    /** Refuses lines whose SKU does not exist, or that name one twice. */
    public static void refuseUnknown(List<SkuId> lines, Set<SkuId> known) {
        var errors = new ArrayList<FieldError>();
        var seen = new HashSet<SkuId>();
        for (var i = 0; i < lines.size(); i++) {
            if (!known.contains(lines.get(i))) {
                errors.add(line(i, "skuId", "there is no such SKU"));
            } else if (!seen.add(lines.get(i))) {
                errors.add(line(i, "skuId", "is named by an earlier line"));
            }
        }
        refuse(errors);
    }

    /** Refuses stock for bundles, which nobody would ever sell: their components have it (A10). */
    public static void refuseBundles(List<SkuId> lines, Set<SkuId> bundles) {
        refuse(IntStream.range(0, lines.size())
                .filter(i -> bundles.contains(lines.get(i)))
                .mapToObj(i -> line(i, "skuId", "is a bundle: its components have the stock"))
                .toList());
    }

    /** What each line changes; never below what is reserved. */
    public static List<Adjusted> adjust(Collection<StockLevel> levels, List<Change> changes) {
        var bySku = bySku(levels);
        var errors = new ArrayList<FieldError>();
        var adjusted = new ArrayList<Adjusted>();
        for (var i = 0; i < changes.size(); i++) {
            var level = Objects.requireNonNull(bySku.get(changes.get(i).sku()));
            var delta = changes.get(i).delta(level);
            var after = (long) level.onHand() + delta;
            if (after < level.reserved()) {
                errors.add(line(
                        i, "units", "would leave %d on hand, and %d are reserved".formatted(after, level.reserved())));
            } else if (after > MOST_UNITS) {
                errors.add(line(i, "units", "would leave more than %d on hand".formatted(MOST_UNITS)));
            } else {
                adjusted.add(new Adjusted(level, delta));
            }
        }
        refuse(errors);
        return adjusted;
    }

    /** Refuses a transfer of units that the source does not have or that are reserved there. */
    public static void refuseShort(Collection<StockLevel> source, List<SkuId> skus, List<Integer> units) {
        var bySku = bySku(source);
        var errors = new ArrayList<FieldError>();
        for (var i = 0; i < skus.size(); i++) {
            var free = bySku.containsKey(skus.get(i))
                    ? Objects.requireNonNull(bySku.get(skus.get(i))).free()
                    : 0;
            if (units.get(i) > free) {
                errors.add(line(i, "units", "only %d are free to move".formatted(free)));
            }
        }
        refuse(errors);
    }

    private static Map<SkuId, StockLevel> bySku(Collection<StockLevel> levels) {
        return levels.stream().collect(toMap(StockLevel::sku, identity()));
    }

    private static FieldError line(int index, String field, String message) {
        return new FieldError("lines[%d].%s".formatted(index, field), message);
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Refused.fields(InventoryProblem.STOCK_LINES_REFUSED, errors);
        }
    }
}
