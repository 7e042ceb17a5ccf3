package cn.siyu.identity.app;

import cn.siyu.identity.Audience;
import cn.siyu.identity.MemberTokens;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Says who a bearer token stands for: a genuine token of a session that is still open. */
@Singleton
public class Authenticate implements MemberTokens {

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

    @Override
    public Uni<Optional<UUID>> member(String token) {
        return bearer(token)
                .map(claims -> claims.filter(each -> each.audience() == Audience.MEMBER)
                        .map(AccessClaims::subject));
    }
}
