package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** How often each endpoint was called and what it answered; {@code none} stands for a call left without an answer. */
final class CallCounts {
    private static final int REMEMBERED = 4_096;

    private final Map<String, Map<String, Integer>> counts = new TreeMap<>();
    private final Deque<Answered> latest = new ArrayDeque<>();

    private record Answered(String endpoint, Call call, String answer) {}

    void count(String endpoint, Call call, String answer) {
        latest.addLast(new Answered(endpoint, call, answer));
        if (latest.size() > REMEMBERED) {
            latest.removeFirst();
        }
        add(counts, endpoint, answer);
    }

    private static void add(Map<String, Map<String, Integer>> counts, String endpoint, String answer) {
        var _ = counts.computeIfAbsent(endpoint, _ -> new TreeMap<>()).merge(answer, 1, Integer::sum);
    }

    /** Of one endpoint or, when that is empty, of all; {@code about} chooses among the latest calls by what stands in them. */
    ObjectNode told(String endpoint, String about) {
        var told = Json.object();
        (about.isEmpty() ? counts : among(about)).forEach((name, answers) -> {
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

    private Map<String, Map<String, Integer>> among(String about) {
        var chosen = new TreeMap<String, Map<String, Integer>>();
        latest.stream()
                .filter(one -> one.call().names(about))
                .forEach(one -> add(chosen, one.endpoint(), one.answer()));
        return chosen;
    }
}
