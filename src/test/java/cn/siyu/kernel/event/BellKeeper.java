package cn.siyu.kernel.event;

import cn.siyu.kernel.tx.Tx;
import io.opentelemetry.api.trace.Span;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears; it can be made to fail at a bell, for ever or a number of times. */
@Singleton
class BellKeeper implements Listener<Rang> {

    static final String CONSUMER = "testing.bell-keeper";

    final List<Rang> heard = new CopyOnWriteArrayList<>();
    final List<String> traces = new CopyOnWriteArrayList<>();
    final Set<String> deafTo = ConcurrentHashMap.newKeySet();
    final ConcurrentHashMap<String, Integer> stumbles = new ConcurrentHashMap<>();

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Class<Rang> hears() {
        return Rang.class;
    }

    @Override
    public Uni<Void> on(Tx tx, Rang event) {
        if (deafTo.contains(event.key()) || stumbles.merge(event.key(), -1, Integer::sum) >= 0) {
            return Uni.createFrom().failure(new IllegalStateException("the bell keeper is deaf to " + event.key()));
        }
        return tx.one("select 1 as one", row -> row.getInteger("one"))
                .invoke(() -> {
                    heard.add(event);
                    traces.add(Span.current().getSpanContext().getTraceId());
                })
                .replaceWithVoid();
    }

    List<Integer> nths(String key) {
        return heard.stream()
                .filter(rang -> rang.key().equals(key))
                .map(Rang::nth)
                .toList();
    }
}
