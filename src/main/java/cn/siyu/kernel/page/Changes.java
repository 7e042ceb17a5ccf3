package cn.siyu.kernel.page;

import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.kernel.vertx.OwnWork;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Word of what has just changed, by topic, from whoever has committed it to whoever keeps or shows it, at all instances. It is
 * cheap and may be lost: it makes things quick, and {@link ChangeLedger} makes them certain.
 */
@Singleton
public class Changes {

    private final Topics topics = new Topics();
    private final ChangeLine line;
    private final List<Hearer> hearers = new CopyOnWriteArrayList<>();

    @Inject
    Changes(ReactiveRedisDataSource redis, FreshContext contexts, OwnWork own) {
        this.line = new ChangeLine(redis, contexts, own, this::here);
    }

    /** Somebody who wants to know at once. */
    public interface Hearer {

        void changed(Collection<String> topics);

        /** Nobody knows what has changed. */
        void anything();
    }

    void start(@Observes StartupEvent event) {
        line.open();
    }

    /** The topic of one thing of a kind, such as {@code group} and its id. */
    public static String topic(String kind, UUID id) {
        return kind + ':' + id;
    }

    /** To be called when it is committed. */
    public void tell(Collection<String> changed) {
        if (!changed.isEmpty()) {
            here(changed);
            line.send(changed);
        }
    }

    public void tell(String... changed) {
        tell(Arrays.asList(changed));
    }

    /** The same as soon as the transaction is committed. */
    public void tell(Tx tx, Collection<String> changed) {
        tx.afterCommit(() -> tell(changed));
    }

    public void hear(Hearer hearer) {
        hearers.add(hearer);
    }

    Topics topics() {
        return topics;
    }

    void here(Collection<String> changed) {
        topics.changed(changed);
        hearers.forEach(each -> each.changed(changed));
    }

    void everythingHere() {
        topics.everythingChanged();
        hearers.forEach(Hearer::anything);
    }
}
