package cn.siyu.inventory.domain;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Who gets what of {@link Shelves}, all holders served in the order in which they came. */
public record Taking(List<Pick> picks, List<Shortage> shortages) {

    public static Taking decide(List<StockLevel> levels, List<Demand> demands) {
        var shelves = new Shelves(levels);
        var shortages = new ArrayList<Shortage>();
        demands.stream()
                .collect(groupingBy(Demand::holder, LinkedHashMap::new, toList()))
                .forEach((holder, his) -> shortages.addAll(shelves.serve(holder, his)));
        return new Taking(shelves.picks(), shortages);
    }
}
