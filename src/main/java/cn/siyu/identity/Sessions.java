package cn.siyu.identity;

import io.smallrye.mutiny.Uni;
import java.util.UUID;

/**
 * Sessions of members and staff. Each call is a transaction of its own; a new session id is made at each sign-in (SEC-01,
 * SEC-05).
 */
public interface Sessions {

    Uni<SignedIn> open(Subject subject);

    /** Rotates: the given refresh token is spent; a second use of it ends the whole family of the session. */
    Uni<SignedIn> refresh(Audience audience, String refreshToken);

    Uni<Void> end(UUID sessionId);

    /** Ends all sessions of one subject: after a disabling, a change of role or of password. */
    Uni<Void> endAllOf(Audience audience, UUID subject);
}
