package cn.siyu.identity;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.UUID;

/** Whose an access token is, for whoever answers before a request is routed and thereby authenticated. */
public interface MemberTokens {

    /** The member whom a genuine token of an open session stands for; empty for whatever is not to be let in, and for staff. */
    Uni<Optional<UUID>> member(String token);
}
