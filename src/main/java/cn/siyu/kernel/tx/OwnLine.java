package cn.siyu.kernel.tx;

import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** One connection beside the application's pool, for a short question asked again and again that must not stand behind others. */
@Singleton
public class OwnLine {

    /** Longer than the pause between two questions, shorter than anybody's patience. */
    private static final int SILENCE_SECONDS = 5;

    private final io.vertx.sqlclient.Pool line;
    private final Sql reads;

    @Inject
    OwnLine(Pools pools, Pool shared, Vertx vertx) {
        // Asked for anything, the application's pool is made, and with it the way to the database is known.
        var _ = shared.size();
        this.line = pools.another(
                vertx,
                new PoolOptions().setName("siyu-line").setMaxSize(1).setConnectionTimeout(SILENCE_SECONDS),
                SILENCE_SECONDS);
        this.reads = new Sql(Pool.newInstance(line));
    }

    /** Statements outside of a transaction, one after the other. */
    public Sql reads() {
        return reads;
    }

    @PreDestroy
    void close() {
        var _ = line.close();
    }
}
