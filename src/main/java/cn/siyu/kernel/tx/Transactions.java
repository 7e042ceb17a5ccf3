package cn.siyu.kernel.tx;

import io.quarkus.hibernate.reactive.panache.common.runtime.SessionOperations;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens transactions of the {@link Tx} world: one for one use case. It refuses to open one where a Hibernate session or
 * another transaction is already at work on the same request, because two connections of one use case can wait for each
 * other for ever, and PostgreSQL sees no deadlock in that (architecture, section 8).
 */
@Singleton
public class Transactions {

    private static final String DEFAULT_UNIT = "<default>";
    private static final String OPEN = "siyu.tx.open";

    /** Each time the row's lock was waited for, so a second time is outrun only under a storm of changes to one row. */
    private static final int OUTRUN_TRIES = 3;

    private final Pool pool;
    private final Sql reads;

    @Inject
    Transactions(Pool pool) {
        this.pool = pool;
        this.reads = new Sql(pool);
    }

    /**
     * Commits when {@code work} ends with an item, rolls back when it fails. Who is {@link Outrun} is rolled back and does it
     * again, so {@code work} reads what it decides on by its {@link Tx}.
     */
    public <T> Uni<T> in(Function<Tx, Uni<T>> work) {
        return once(work)
                .onFailure(Outrun.class)
                .retry()
                .atMost(OUTRUN_TRIES - 1L)
                .onFailure(Outrun.class)
                .transform(failure -> ((Outrun) failure).refusal());
    }

    private <T> Uni<T> once(Function<Tx, Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            var context = duplicatedContext();
            refuseSecondConnection(context);
            context.ifPresent(c -> c.putLocal(OPEN, true));
            return pool.getConnection()
                    .chain(connection -> run(connection, work))
                    .onTermination()
                    .invoke(() -> context.ifPresent(c -> c.removeLocal(OPEN)));
        });
    }

    /** Statements outside of a transaction, each on a connection of its own: for reads. */
    public Sql reads() {
        return reads;
    }

    private static <T> Uni<T> run(io.vertx.mutiny.sqlclient.SqlConnection connection, Function<Tx, Uni<T>> work) {
        var tx = new Tx(connection);
        return connection
                .begin()
                .chain(transaction -> Uni.createFrom()
                        .deferred(() -> work.apply(tx))
                        .onItemOrFailure()
                        .transformToUni((item, failure) -> failure == null
                                ? transaction.commit().replaceWith(item)
                                : transaction
                                        .rollback()
                                        .onFailure()
                                        .recoverWithNull()
                                        .chain(() -> Uni.createFrom().<T>failure(failure)))
                        .onCancellation()
                        .call(transaction::rollback))
                .onTermination()
                .call(connection::close)
                .invoke(tx::committed);
    }

    private static Optional<Context> duplicatedContext() {
        return Optional.ofNullable(Vertx.currentContext()).filter(_ -> VertxContext.isOnDuplicatedContext());
    }

    private static void refuseSecondConnection(Optional<Context> context) {
        if (context.isEmpty()) {
            return;
        }
        if (context.get().getLocal(OPEN) != null) {
            throw new IllegalStateException("a transaction is already open here: hand its Tx down instead");
        }
        if (SessionOperations.getCurrentSession(DEFAULT_UNIT) == null) {
            return;
        }
        throw new IllegalStateException("a Hibernate session is open here: read before it, or tell by an event");
    }
}
