package cn.siyu.kernel.tx;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what PostgreSQL said: which constraint a statement ran into, that a lock could not be had, or that it is away. */
public final class Violations {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";
    private static final String CANCELLED = "57014";
    private static final String INTEGRITY_CLASS = "23";
    private static final String TWICE = "23505";
    private static final String UNSERIALIZABLE = "40001";

    /** Lost connections, too few resources, a server that ends or is not yet there, a transaction that stood still for too long. */
    private static final List<String> OUTAGES = List.of("08", "53", "57P", "25P03");

    /** How the driver begins to say that it was asked for something on a connection that is closed. */
    private static final String GONE = "Connection is not active";

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
        return says(failure, List.of(LOCK_NOT_AVAILABLE));
    }

    /** Whether others were in the way for too long: nothing was decided, and later it may go well. */
    public static boolean isCrowded(Throwable failure) {
        return says(failure, List.of(LOCK_NOT_AVAILABLE, DEADLOCK, CANCELLED));
    }

    /** Whether somebody else wrote the same at the same time: nothing was decided, and what he wrote is there now. */
    public static boolean isConflict(Throwable failure) {
        return says(failure, List.of(DEADLOCK, UNSERIALIZABLE, TWICE));
    }

    private static boolean says(Throwable failure, List<String> states) {
        return said(failure).filter(e -> states.contains(e.sqlState())).isPresent();
    }

    /**
     * Whether the database could not be reached or ended the connection: nothing was decided, so the same may be tried again
     * as often as it takes.
     */
    public static boolean isOutage(Throwable failure) {
        var said = said(failure);
        if (said.isPresent()) {
            return OUTAGES.stream().anyMatch(said.get().sqlState()::startsWith);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // The driver's own words for a connection that is gone are a VertxException without a state, or nothing but
            // words.
            if (cause instanceof VertxException || cause instanceof IOException || saysItIsGone(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean saysItIsGone(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().startsWith(GONE);
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
