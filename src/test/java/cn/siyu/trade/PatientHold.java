package cn.siyu.trade;

import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Holds orders back as a story wants it: by the id that they sit in. */
@ApplicationScoped
public class PatientHold implements OrderHolds {

    static final String KIND = "PATIENT";

    private final Map<UUID, Verdict> verdicts = new ConcurrentHashMap<>();
    private final List<UUID> ended = new CopyOnWriteArrayList<>();

    void says(UUID hold, Verdict verdict) {
        verdicts.put(hold, verdict);
    }

    List<UUID> ended() {
        return new ArrayList<>(ended);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> lock(Tx tx, Collection<UUID> holds) {
        return tx.together(holds.stream()
                .sorted()
                .map(hold -> tx.hold("test.hold:" + hold))
                .toList());
    }

    @Override
    public Uni<Verdict> paid(Tx tx, Held order, Instant now) {
        return Uni.createFrom().item(verdicts.getOrDefault(order.hold(), new Verdict.Wait()));
    }

    @Override
    public Uni<Void> ended(Tx tx, List<Held> orders, Instant now) {
        return Uni.createFrom().voidItem().invoke(() -> orders.forEach(order -> ended.add(order.order())));
    }
}
