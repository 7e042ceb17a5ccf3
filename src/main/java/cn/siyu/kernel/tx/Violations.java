package cn.siyu.kernel.tx;

import io.vertx.pgclient.PgException;
import java.util.Optional;

/** Reads what PostgreSQL said: which constraint a statement ran into, or that a lock could not be had in time. */
public final class Violations {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";
    private static final String INTEGRITY_CLASS = "23";

    private Violations() {}

    /** The name of the violated constraint, if the failure is one; constraints are named so that it can be a refusal. */
    public static Optional<String> constraint(Throwable failure) {
        return cause(failure)
                .filter(e -> e.getSqlState() != null && e.getSqlState().startsWith(INTEGRITY_CLASS))
                .map(PgException::getConstraint);
    }

    public static boolean isOf(Throwable failure, String constraint) {
        return constraint(failure).filter(constraint::equals).isPresent();
    }

    public static boolean isLockTimeout(Throwable failure) {
        return cause(failure)
                .filter(e -> LOCK_NOT_AVAILABLE.equals(e.getSqlState()))
                .isPresent();
    }

    public static boolean isDeadlock(Throwable failure) {
        return cause(failure).filter(e -> DEADLOCK.equals(e.getSqlState())).isPresent();
    }

    private static Optional<PgException> cause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException database) {
                return Optional.of(database);
            }
        }
        return Optional.empty();
    }
}
