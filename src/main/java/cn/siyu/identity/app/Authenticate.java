package cn.siyu.identity.app;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** Says who a bearer token stands for: a genuine token of a session that is still open. */
@ApplicationScoped
public class Authenticate {

    private final AccessTokens tokens;
    private final SessionStates states;

    @Inject
    Authenticate(AccessTokens tokens, SessionStates states) {
        this.tokens = tokens;
        this.states = states;
    }

    /** Empty for whatever is not to be let in. */
    public Uni<Optional<AccessClaims>> bearer(String token) {
        return tokens.verify(token)
                .map(claims -> states.isOpen(claims.session())
                        .map(open -> Optional.of(claims).filter(_ -> open)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }
}
