package cn.siyu.kernel.health;

import cn.siyu.kernel.event.OutboxRelay;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.vertx.FreshContext;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;

/**
 * Whether requests may come: the database answers as migrated, and events leave. Redis is reported but does not decide,
 * because the shop works without it. Nothing here waits on a worker thread or for long.
 */
@Readiness
@Singleton
class Ready implements AsyncHealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String ANY_TABLE = "select count(*) as one from kernel_outbox where seq < 0";

    private final Transactions transactions;
    private final OutboxRelay relay;
    private final ReactiveRedisDataSource redis;
    private final FreshContext contexts;

    @Inject
    Ready(Transactions transactions, OutboxRelay relay, ReactiveRedisDataSource redis, FreshContext contexts) {
        this.transactions = transactions;
        this.relay = relay;
        this.redis = redis;
        this.contexts = contexts;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return works(transactions.reads().one(ANY_TABLE, row -> row.getLong("one")))
                .chain(database -> works(redis.execute("PING"))
                        .map(cache -> HealthCheckResponse.named("shop")
                                .status(database && relay.isRunning())
                                .withData("database", database ? "up" : "down")
                                .withData("relay", relay.isRunning() ? "running" : "stopped")
                                .withData("redis", cache ? "up" : "down, working without it")
                                .build()));
    }

    private Uni<Boolean> works(Uni<?> question) {
        return Uni.combine()
                .any()
                .of(question.replaceWith(true), contexts.pause(PATIENCE).replaceWith(false))
                .onFailure()
                .recoverWithItem(false);
    }

    /** Whether the start, with its migrations, is over. */
    @Startup
    @Singleton
    static class Started implements AsyncHealthCheck {

        private volatile boolean started;

        void start(@Observes StartupEvent event) {
            started = true;
        }

        void stop(@Observes ShutdownEvent event) {
            started = false;
        }

        @Override
        public Uni<HealthCheckResponse> call() {
            return Uni.createFrom()
                    .item(() ->
                            HealthCheckResponse.named("started").status(started).build());
        }
    }
}
