package cn.siyu.kernel.event;

import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down what it hears together; it can be made to fail at a bell. */
@Singleton
class BellTower implements BatchListener<Tolled> {

    static final String CONSUMER = "testing.bell-tower";

    final List<List<String>> heard = new CopyOnWriteArrayList<>();
    final Set<String> deafTo = ConcurrentHashMap.newKeySet();

    @Override
    public String consumer() {
        return CONSUMER;
    }

    @Override
    public Class<Tolled> hears() {
        return Tolled.class;
    }

    @Override
    public Uni<Void> on(Tx tx, List<Tolled> events) {
        var keys = events.stream().map(Tolled::key).toList();
        if (keys.stream().anyMatch(deafTo::contains)) {
            return Uni.createFrom().failure(new IllegalStateException("the tower is deaf to one of " + keys.size()));
        }
        return tx.one("select 1 as one", row -> row.getInteger("one"))
                .invoke(() -> heard.add(keys))
                .replaceWithVoid();
    }

    List<String> keys(String prefix) {
        return heard.stream()
                .flatMap(List::stream)
                .filter(key -> key.startsWith(prefix))
                .toList();
    }
}
