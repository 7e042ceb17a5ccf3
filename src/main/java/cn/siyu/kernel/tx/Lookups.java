package cn.siyu.kernel.tx;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A few connections beside the application's pool for questions by key that nearly every request asks. They follow one another
 * without waiting for answers (pipelining), so that in a crowd nobody waits for a connection to be free, and whoever buys something
 * else does not stand behind the crowd. One that takes long delays those behind it: only what finds rows by their keys is asked here.
 */
@Singleton
public class Lookups {

    private static final int LINES = 3;

    private final List<io.vertx.sqlclient.SqlClient> lines;
    private final Sql reads;

    @Inject
    Lookups(Pools pools, Pool shared, Vertx vertx) {
        // Asked for anything, the application's pool is made, and with it the way to the database is known.
        var _ = shared.size();
        this.lines = Stream.generate(() -> pools.line(vertx, "siyu-lookups"))
                .limit(LINES)
                .toList();
        var clients = lines.stream().map(SqlClient::newInstance).toList();
        var turn = new AtomicInteger();
        this.reads = new Sql(() -> clients.get(Math.floorMod(turn.getAndIncrement(), LINES)));
    }

    /** Statements outside of a transaction, in no order among each other. */
    public Sql reads() {
        return reads;
    }

    @PreDestroy
    void close() {
        lines.forEach(line -> {
            var _ = line.close();
        });
    }
}
