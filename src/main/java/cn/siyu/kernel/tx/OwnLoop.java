package cn.siyu.kernel.tx;

import io.quarkus.runtime.Startup;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * A thread and connections of their own for work that holds locks while it waits for the database: behind requests it would hold them
 * for as long as the event loops have something else to do. Made at the start: an event loop must not be made on another one.
 */
@Startup
@Singleton
public class OwnLoop {

    private static final int CONNECTIONS = 4;
    private static final int PATIENCE_SECONDS = 5;

    private final Vertx vertx;
    private final ContextInternal loop;
    private final io.vertx.sqlclient.Pool pool;
    private final Transactions transactions;

    @Inject
    OwnLoop(Pools pools, Pool shared) {
        // Asked for anything, the application's pool is made, and with it the way to the database is known.
        var _ = shared.size();
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(true));
        this.loop = ((VertxInternal) vertx).createEventLoopContext();
        this.pool = pools.another(
                vertx,
                new PoolOptions()
                        .setName("siyu-writer")
                        .setMaxSize(CONNECTIONS)
                        .setConnectionTimeout(PATIENCE_SECONDS));
        this.transactions = new Transactions(Pool.newInstance(pool));
    }

    /** Transactions on the connections of this loop; only for work that runs on it. */
    public Transactions transactions() {
        return transactions;
    }

    public void run(Runnable work) {
        loop.runOnContext(_ -> work.run());
    }

    /** The same with a context of its own: no two pieces of work share a transaction or a trace. */
    public void runApart(Runnable work) {
        var own = loop.duplicate();
        VertxContextSafetyToggle.setContextSafe(own, true);
        own.runOnContext(_ -> work.run());
    }

    public void runLater(long millis, Runnable work) {
        var _ = vertx.setTimer(millis, _ -> run(work));
    }

    @PreDestroy
    void close() {
        var _ = pool.close().onComplete(_ -> vertx.close());
    }
}
