package cn.siyu.bench;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Multiplies rows that the shop has written itself: all of a copy is as it was, but for the columns that are named. */
final class Cloner {

    private final Installation shop;

    Cloner(Installation shop) {
        this.shop = shop;
    }

    /**
     * For each row of {@code plan} a copy of the rows in which {@code column} is {@code like}.
     *
     * @param changes SQL over the plan's row {@code k} and the copied row {@code x}, by column
     */
    void copy(String table, String column, UUID like, String plan, Map<String, String> changes) {
        var changed = changes.entrySet().stream()
                .map(each -> "'" + each.getKey() + "', " + each.getValue())
                .collect(Collectors.joining(", "));
        shop.execute("""
            insert into %1$s
            select r.* from %1$s x cross join %4$s k
             cross join lateral jsonb_populate_record(x, jsonb_build_object(%5$s)) r
             where x.%2$s = '%3$s'""".formatted(table, column, like, plan, changed));
    }
}
