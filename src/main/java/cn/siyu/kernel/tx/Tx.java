package cn.siyu.kernel.tx;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.List;

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

    /** Something cheap and lossy to do once this is committed, such as waking the relay. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void committed() {
        afterCommit.forEach(Runnable::run);
    }
}
