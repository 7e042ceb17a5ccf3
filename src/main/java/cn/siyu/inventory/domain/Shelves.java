package cn.siyu.inventory.domain;

import static java.util.stream.Collectors.groupingBy;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.id.Id;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is left while holders are served in turn: each all of his demands or none (A8). Lines of one SKU are added up before
 * they are held against the stock, and pools are emptied in their order, so one SKU may come out of several. What
 * an activity was allotted is sold to its own orders alone, and those get it from nowhere else (A11).
 */
public final class Shelves {

    private final Map<Goods, List<Shelf>> shelves;
    private final List<Pick> picks = new ArrayList<>();

    public Shelves(List<StockLevel> levels) {
        this.shelves =
                levels.stream().sorted(StockLevel.ORDER).map(Shelf::new).collect(groupingBy(shelf -> shelf.goods));
    }

    /** What was handed out so far. */
    public List<Pick> picks() {
        return picks;
    }

    /** @return what cannot be met; empty when the holder got everything */
    public List<Shortage> serve(UUID holder, List<Demand> demands) {
        var wanted = added(demands);
        var missed = wanted.entrySet().stream()
                .map(line -> new Shortage(
                        holder,
                        line.getKey().sku(),
                        line.getValue(),
                        left(shelves.getOrDefault(line.getKey(), List.of()))))
                .filter(line -> line.saleable() < line.wanted())
                .toList();
        if (missed.isEmpty()) {
            wanted.forEach((goods, units) -> pick(holder, units, shelves.getOrDefault(goods, List.of())));
        }
        return missed;
    }

    private void pick(UUID holder, int units, List<Shelf> places) {
        var missing = units;
        for (var shelf : places) {
            var taken = Math.min(missing, shelf.left);
            if (taken > 0) {
                shelf.left -= taken;
                missing -= taken;
                picks.add(new Pick(holder, shelf.goods.sku(), shelf.pool, taken));
            }
        }
    }

    private static int left(List<Shelf> shelves) {
        return shelves.stream().mapToInt(shelf -> shelf.left).reduce(0, Math::addExact);
    }

    /** SKUs in the order of the database, equal ones added up. */
    private static SortedMap<Goods, Integer> added(List<Demand> demands) {
        var wanted = new TreeMap<Goods, Integer>();
        for (var demand : demands) {
            if (demand.quantity() <= 0) {
                throw new IllegalArgumentException("a demand is for at least one unit: " + demand);
            }
            wanted.merge(new Goods(demand.sku(), demand.activity()), demand.quantity(), Math::addExact);
        }
        return wanted;
    }

    /** A SKU as everybody may buy it, or as one activity sells it. */
    private record Goods(SkuId sku, Optional<UUID> activity) implements Comparable<Goods> {

        private static final Comparator<Goods> BY_SKU = Comparator.<Goods, Id>comparing(Goods::sku)
                .thenComparing(goods -> goods.activity.map(UUID::toString).orElse(""));

        @Override
        public int compareTo(Goods other) {
            return BY_SKU.compare(this, other);
        }
    }

    /** What is left of one level while holders are served. */
    private static final class Shelf {
        private final Goods goods;
        private final UUID pool;
        private int left;

        private Shelf(StockLevel level) {
            this.goods = new Goods(level.sku(), level.activity());
            this.pool = level.pool();
            this.left = level.saleable();
        }
    }
}
