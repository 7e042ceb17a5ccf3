package cn.siyu.kernel.tx;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what PostgreSQL said: which constraint a statement ran into, or that a lock could not be had in time. */
public final class Violations {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";
    private static final String INTEGRITY_CLASS = "23";

    private static final Pattern NAMED = Pattern.compile("constraint \"([^\"]+)\"");

    private Violations() {}

    /** The name of the violated constraint, if the failure is one; constraints are named so that it can be a refusal. */
    public static Optional<String> constraint(Throwable failure) {
        return said(failure)
                .filter(e -> e.sqlState().startsWith(INTEGRITY_CLASS))
                .flatMap(Said::constraint);
    }

    public static boolean isOf(Throwable failure, String constraint) {
        return constraint(failure).filter(constraint::equals).isPresent();
    }

    public static boolean isLockTimeout(Throwable failure) {
        return said(failure)
                .filter(e -> LOCK_NOT_AVAILABLE.equals(e.sqlState()))
                .isPresent();
    }

    public static boolean isDeadlock(Throwable failure) {
        return said(failure).filter(e -> DEADLOCK.equals(e.sqlState())).isPresent();
    }

    /** What the database said, in whichever world: a Hibernate session hands on only the state and the message. */
    private static Optional<Said> said(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            switch (cause) {
                case PgException database
                when database.getSqlState() != null -> {
                    return Optional.of(new Said(database.getSqlState(), Optional.ofNullable(database.getConstraint())));
                }
                case SQLException database
                when database.getSQLState() != null -> {
                    return Optional.of(new Said(database.getSQLState(), named(String.valueOf(database.getMessage()))));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    private static Optional<String> named(String message) {
        return Optional.of(NAMED.matcher(message)).filter(Matcher::find).map(found -> found.group(1));
    }

    private record Said(String sqlState, Optional<String> constraint) {}
}
