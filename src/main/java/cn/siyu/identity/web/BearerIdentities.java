package cn.siyu.identity.web;

import cn.siyu.identity.app.AccessClaims;
import cn.siyu.identity.app.Authenticate;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Caller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Makes a caller of a bearer token, or refuses it without saying why. */
@Singleton
class BearerIdentities implements IdentityProvider<BearerRequest> {

    private static final Logger LOG = Logger.getLogger(BearerIdentities.class);

    private final Authenticate authenticate;

    @Inject
    BearerIdentities(Authenticate authenticate) {
        this.authenticate = authenticate;
    }

    @Override
    public Class<BearerRequest> getRequestType() {
        return BearerRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(BearerRequest request, AuthenticationRequestContext context) {
        return authenticate
                .bearer(request.token())
                .onFailure()
                .transform(BearerIdentities::unavailable)
                .map(claims -> claims.map(BearerIdentities::identity).orElseThrow(AuthenticationFailedException::new));
    }

    /** Whether a session is open cannot be asked: nobody is let in, and nobody is told to sign in again either. */
    private static AuthenticationFailedException unavailable(Throwable failure) {
        LOG.warn("sessions cannot be read", failure);
        return new AuthenticationFailedException(new Refused(CommonProblem.TEMPORARILY_UNAVAILABLE));
    }

    private static SecurityIdentity identity(AccessClaims claims) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(claims.subject().toString()))
                .addRoles(claims.roles())
                .addAttribute(Caller.SUBJECT, claims.subject())
                .addAttribute(Caller.SESSION, claims.session())
                .addAttribute(Caller.NAME, claims.name())
                .build();
    }
}
