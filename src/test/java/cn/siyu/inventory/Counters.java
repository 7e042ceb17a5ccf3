package cn.siyu.inventory;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;

/** Serves all who ask at once, as sellers do. */
final class Counters {

    private Counters() {}

    /** The shortages of those who got nothing. */
    static Uni<List<Shortage>> take(Stock stock, Tx tx, List<Demand> demands, Instant expiresAt, Instant now) {
        return stock.counter(tx, demands).chain(counter -> {
            var shortages =
                    demands.stream().collect(groupingBy(Demand::holder, LinkedHashMap::new, toList())).values().stream()
                            .flatMap(his -> counter.serve(his).stream())
                            .toList();
            return counter.write(expiresAt, now).replaceWith(shortages);
        });
    }
}
