package cn.siyu.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures by which a run is judged: what the shop does, compared in the same round with what could be done at most. */
final class Ratios {

    /**
     * What is to be reached.
     *
     * @param atMost whether less is better
     */
    record Goal(String name, String meaning, double value, boolean atMost) {

        boolean reachedBy(double median) {
            return atMost ? median <= value : median >= value;
        }
    }

    static final List<Goal> GOALS = List.of(
            new Goal("group_hot_single", "open/join on one hot activity, against one order per statement", 4.5, false),
            new Goal("group_hot_batch", "the same, against 64 orders per statement", 0.7, false),
            new Goal("group_hot_p99_ms", "waiting at 70 % of the peak, ms", 100, true),
            new Goal("group_hot_cold", "every token seen for the first time, against one per statement", 3.4, false),
            new Goal("order_spread", "ordinary orders over all SKUs, against one per statement", 1, false),
            new Goal("sold_out", "refusals after sell-out, against a bare Vert.x", 0.5, false),
            new Goal("product_page", "against a bare Vert.x", 0.7, false),
            new Goal("lists", "lists and home, against a bare Vert.x", 0.6, false),
            new Goal("notify_per_s", "notifications taken in a second", 4_000, false),
            new Goal("history_cost", "an order among a million against one among few", 1.3, true),
            new Goal("rss_mb", "anonymous memory after the soak, MiB", 420, true),
            new Goal("start_s", "start to the first 200, seconds", 3, true));

    private Ratios() {}

    static Map<String, Double> of(Results.Round round) {
        var ratios = new LinkedHashMap<String, Double>();
        put(ratios, "group_hot_single", round, "group_hot", "pgbench_single");
        put(ratios, "group_hot_batch", round, "group_hot", "pgbench_batch");
        put(ratios, "group_hot_cold", round, "group_hot_cold", "pgbench_single");
        put(ratios, "order_spread", round, "order_spread", "pgbench_ordinary");
        put(ratios, "sold_out", round, "sold_out", "bare_refusal");
        put(ratios, "product_page", round, "product_page", "bare_product_page");
        put(ratios, "lists", round, "lists", "bare_lists");
        var hot = round.samples().get("group_hot");
        if (hot != null) {
            ratios.put("group_hot_p99_ms", hot.p99Millis());
        }
        var notify = round.samples().get(NotifyScenario.NAME);
        if (notify != null) {
            ratios.put(NotifyScenario.NAME, notify.opsPerS());
        }
        return ratios;
    }

    private static void put(
            Map<String, Double> ratios, String name, Results.Round round, String scenario, String anchor) {
        var sample = round.samples().get(scenario);
        var most = round.anchors().get(anchor);
        if (sample != null && most != null && most > 0) {
            ratios.put(name, sample.opsPerS() / most);
        }
    }
}
