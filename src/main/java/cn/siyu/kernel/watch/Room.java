package cn.siyu.kernel.watch;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Problems;
import cn.siyu.kernel.problem.Refused;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many watch at this instance, in all and of each client. */
final class Room {

    private static final int LATER_SECONDS = 5;

    private final int most;
    private final AtomicInteger inside = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> ofClient = new ConcurrentHashMap<>();

    Room(int most) {
        this.most = most;
    }

    /** Refused with 503 when the house is full, with 429 when this client has enough. */
    void enter(String client, int mostOfClient) {
        if (inside.incrementAndGet() > most) {
            inside.decrementAndGet();
            throw refusal(CommonProblem.TEMPORARILY_UNAVAILABLE);
        }
        if (ofClient.merge(client, 1, Integer::sum) > mostOfClient) {
            leave(client);
            throw refusal(CommonProblem.TOO_MANY_REQUESTS);
        }
    }

    void leave(String client) {
        inside.decrementAndGet();
        var _ = ofClient.computeIfPresent(client, (_, count) -> count > 1 ? count - 1 : null);
    }

    int inside() {
        return inside.get();
    }

    private static Refused refusal(CommonProblem problem) {
        return new Refused(problem, null, List.of(), Map.of(Problems.RETRY_AFTER, LATER_SECONDS));
    }
}
