package cn.siyu.identity.domain;

import cn.siyu.identity.Audience;
import java.time.Instant;

/** A refresh token as it was issued: good once. */
public record RefreshToken(String hash, Session session, Instant expiresAt, boolean spent) {

    /** What happens to whoever presents a refresh token. */
    public sealed interface Answer {

        /** The token is spent and a new pair is given. */
        record Rotate(RefreshToken token) implements Answer {}

        /** Somebody used it before: one of the two is a thief, so the whole family ends. */
        record EndFamily(Session session) implements Answer {}

        /** No effect. */
        record Refuse() implements Answer {}
    }

    public Answer present(Audience audience, Instant now) {
        if (session.subject().audience() != audience || session.ended()) {
            return new Answer.Refuse();
        }
        if (spent) {
            return new Answer.EndFamily(session);
        }
        return now.isBefore(expiresAt) ? new Answer.Rotate(this) : new Answer.Refuse();
    }
}
