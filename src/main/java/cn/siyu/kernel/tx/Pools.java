package cn.siyu.kernel.tx;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/** Makes the pool of the application as it is configured, and remembers the way to the database for others beside it. */
@Singleton
class Pools implements PgPoolCreator {

    /**
     * Each statement is planned once, and not again for every set of parameters. It finds a few rows by their keys, whatever the
     * planner would have thought of a table that was empty on the day: checks of foreign keys, which are planned as seldom,
     * read a growing table from end to end until the next {@code analyze}. A statement that joins a table with lists must say the
     * same by itself: look up row by row ({@code lateral}), or name the keys once more ({@code = any}).
     */
    private static final Map<String, String> BY_KEYS = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off");

    private static final int PATIENCE_SECONDS = 5;

    private volatile List<PgConnectOptions> way = List.of();

    @Override
    public Pool create(Input input) {
        way = List.copyOf(input.pgConnectOptionsList());
        return PgPool.pool(input.vertx(), input.pgConnectOptionsList(), input.poolOptions());
    }

    /** Further connections, to the same database and with the same settings; for few statements that are run very often. */
    Pool another(Vertx vertx, PoolOptions options) {
        return another(vertx, options, 0);
    }

    /** @param silenceSeconds a connection on which nothing is heard for so long is cut, and what waits for it fails; 0: never */
    Pool another(Vertx vertx, PoolOptions options, int silenceSeconds) {
        var same = way().stream()
                .map(each -> {
                    var connect = new PgConnectOptions(each).setIdleTimeout(silenceSeconds);
                    BY_KEYS.forEach(connect::addProperty);
                    return connect;
                })
                .toList();
        return PgPool.pool(vertx, same, options);
    }

    /** One more connection, on which statements follow one another without waiting for answers. */
    SqlClient line(Vertx vertx, String name) {
        return PgBuilder.client()
                .with(new PoolOptions().setName(name).setMaxSize(1).setConnectionTimeout(PATIENCE_SECONDS))
                .connectingTo(List.<SqlConnectOptions>copyOf(way()))
                .using(vertx)
                .build();
    }

    private List<PgConnectOptions> way() {
        if (way.isEmpty()) {
            throw new IllegalStateException("the application's own pool comes first");
        }
        return way;
    }
}
