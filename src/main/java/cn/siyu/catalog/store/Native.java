package cn.siyu.catalog.store;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Statements in our own SQL through the running session, with positional parameters ({@code ?1}); arrays are cast in the SQL. */
final class Native {

    private Native() {}

    static Uni<Integer> execute(String sql, @Nullable Object... parameters) {
        return Panache.getSession()
                .chain(session ->
                        bind(session.createNativeQuery(sql), parameters).executeUpdate());
    }

    static Uni<List<Object[]>> rows(String sql, @Nullable Object... parameters) {
        return Panache.getSession()
                .chain(session -> bind(session.createNativeQuery(sql, Object[].class), parameters)
                        .getResultList());
    }

    /** Rows of a single column. */
    static <T> Uni<List<T>> column(Class<T> type, String sql, @Nullable Object... parameters) {
        return Panache.getSession()
                .chain(session ->
                        bind(session.createNativeQuery(sql, type), parameters).getResultList());
    }

    private static <Q extends Mutiny.AbstractQuery> Q bind(Q query, @Nullable Object... parameters) {
        for (var i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
