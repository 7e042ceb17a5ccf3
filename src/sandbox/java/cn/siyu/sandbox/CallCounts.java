package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** How often each endpoint was called and what it answered; {@code none} stands for a call left without an answer. */
final class CallCounts {
    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();

    void count(String endpoint, String answer) {
        var _ = counts.computeIfAbsent(endpoint, _ -> new TreeMap<>()).merge(answer, 1, Integer::sum);
    }

    ObjectNode told(String endpoint) {
        var told = Json.object();
        counts.forEach((name, answers) -> {
            if (endpoint.isEmpty() || endpoint.equals(name)) {
                var one = Json.object();
                one.put(
                        "total",
                        answers.values().stream().mapToInt(Integer::intValue).sum());
                one.set("answers", Json.tree(answers));
                told.set(name, one);
            }
        });
        return told;
    }
}
