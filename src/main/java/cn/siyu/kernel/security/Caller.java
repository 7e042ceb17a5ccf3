package cn.siyu.kernel.security;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.UUID;

/**
 * Whoever sent the running request: a member or one of the staff. Never taken from the request's body or query, only from
 * the verified token (attributes {@link #SUBJECT}, {@link #SESSION}, {@link #NAME} of the identity).
 */
@RequestScoped
public class Caller {

    /** Attribute: {@link UUID} of the member or staff. */
    public static final String SUBJECT = "siyu.subject";

    /** Attribute: {@link UUID} of the session. */
    public static final String SESSION = "siyu.session";

    /** Attribute: a name for the audit log; for members the id, never a personal name. */
    public static final String NAME = "siyu.name";

    private final SecurityIdentity identity;

    @Inject
    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** The id of the member or staff. */
    public UUID id() {
        UUID subject = identity.getAttribute(SUBJECT);
        if (subject == null) {
            throw new Refused(CommonProblem.UNAUTHENTICATED);
        }
        return subject;
    }

    public UUID sessionId() {
        UUID session = identity.getAttribute(SESSION);
        if (session == null) {
            throw new Refused(CommonProblem.UNAUTHENTICATED);
        }
        return session;
    }

    /** Values of {@link Role}. */
    public Set<String> roles() {
        return identity.getRoles();
    }

    public boolean is(String role) {
        return identity.hasRole(role);
    }

    public Actor actor() {
        String name = identity.getAttribute(NAME);
        return new Actor(is(Role.MEMBER) ? Actor.Kind.MEMBER : Actor.Kind.STAFF, id(), name == null ? "" : name);
    }
}
