package cn.siyu.kernel.tx;

import io.smallrye.mutiny.CompositeException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * One transaction on one connection. It is handed down through front doors, so that everything that must agree is committed
 * together; nobody but {@link Transactions} opens or ends it.
 */
public final class Tx extends Sql {

    private final List<Runnable> afterCommit = new ArrayList<>();

    Tx(SqlConnection connection) {
        super(connection);
    }

    /**
     * Waits until no other transaction works under the same {@code key}, up to the connection's {@code lock_timeout}; the
     * hold ends with this transaction. For decisions about something that has no row yet.
     */
    public Uni<Void> hold(String key) {
        return one("select pg_advisory_xact_lock(hashtextextended($1, 0))", _ -> true, key)
                .replaceWithVoid();
    }

    /**
     * Sends statements one behind the other without waiting for answers in between: they are carried out in this order, and
     * one that fails makes all behind it fail. Only for statements that need nothing of one another's answers.
     */
    public Uni<Void> together(List<? extends Uni<?>> statements) {
        var all = statements.stream().map(Uni::replaceWithVoid).toList();
        return all.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join()
                        .all(all)
                        .andCollectFailures()
                        .onFailure(CompositeException.class)
                        .transform(failed -> failed.getCauses().getFirst())
                        .replaceWithVoid();
    }

    public Uni<Void> together(Uni<?>... statements) {
        return together(Arrays.asList(statements));
    }

    /**
     * The same, each put together only when the one before has been sent, so that the database works on the first of them meanwhile:
     * for what is written under locks that others wait for.
     */
    @SafeVarargs
    public final Uni<Void> together(Supplier<Uni<?>>... statements) {
        return together(
                Arrays.stream(statements).map(Uni.createFrom()::deferred).toList());
    }

    /** Something cheap and lossy to do once this is committed, such as waking the relay. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
