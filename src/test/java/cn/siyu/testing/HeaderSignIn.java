package cn.siyu.testing;

import cn.siyu.kernel.security.Caller;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Lets the tests of the kernel call as anybody without the identity context, which stands above it: the header
 * {@value #HEADER} holds an id and roles, {@code <uuid> admin,ops}. Journeys sign in as people do.
 */
@ApplicationScoped
public class HeaderSignIn implements HttpAuthenticationMechanism {

    public static final String HEADER = "X-Test-Caller";

    /** The header's value for {@code id} with {@code roles}. */
    public static String as(UUID id, String... roles) {
        return id + " " + String.join(",", roles);
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        var header = context.request().getHeader(HEADER);
        return header == null ? Uni.createFrom().nullItem() : Uni.createFrom().item(() -> identity(header));
    }

    private static SecurityIdentity identity(String header) {
        var parts = header.split(" ", 2);
        Set<String> roles = Arrays.stream(parts[1].split(",")).collect(Collectors.toSet());
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(parts[0]))
                .addRoles(roles)
                .addAttribute(Caller.SUBJECT, UUID.fromString(parts[0]))
                .addAttribute(Caller.SESSION, UUID.fromString(parts[0]))
                .addAttribute(Caller.NAME, "tester")
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem();
    }
}
