package cn.siyu.identity.app;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/**
 * Sets up one-time codes, proved by the password (and, where codes are in use already, by a code): without a session,
 * because some roles get none before.
 */
@Singleton
public class EnrolTotp {

    private final ProveStaff prove;
    private final OneTimeCodes codes;
    private final SignInLimit limit;
    private final StaffStore staff;
    private final ShopClock clock;

    @Inject
    EnrolTotp(ProveStaff prove, OneTimeCodes codes, SignInLimit limit, StaffStore staff, ShopClock clock) {
        this.prove = prove;
        this.codes = codes;
        this.limit = limit;
        this.staff = staff;
        this.clock = clock;
    }

    /** What an authenticator wants to know. */
    public record Offer(String secret, String uri) {}

    public Uni<Offer> offer(Credentials credentials) {
        return prove.password(credentials)
                .call(who -> prove.code(who, credentials))
                .chain(who -> {
                    var secret = codes.newSecret(who.id());
                    return Panache.withTransaction(() -> staff.offerTotp(who.id(), secret.kept(), clock.instant()))
                            .replaceWith(new Offer(secret.base32(), uri(who, secret.base32())));
                });
    }

    /** The first right code proves that the authenticator has the secret: from now on every sign-in needs one. */
    public Uni<Void> confirm(Credentials credentials) {
        return prove.password(credentials).chain(who -> {
            var step = pendingStep(who, credentials);
            if (step.isEmpty()) {
                limit.failed(credentials.username(), credentials.address());
                throw new Refused(IdentityProblem.SIGN_IN_REFUSED);
            }
            return Panache.withTransaction(() -> staff.confirmTotp(who.id(), step.getAsLong(), clock.instant())
                    .chain(after -> staff.note(new AuditEntry(
                            new Actor(Actor.Kind.STAFF, who.id(), who.username()),
                            "staff.enrol-totp",
                            "staff",
                            who.id().toString(),
                            null,
                            StaffTrace.of(who),
                            StaffTrace.of(after)))));
        });
    }

    private OptionalLong pendingStep(Staff who, Credentials credentials) {
        return who.totpPending()
                .map(pending -> codes.step(who.id(), pending, credentials.totp().orElse(""), clock.instant()))
                .orElse(OptionalLong.empty());
    }

    private static String uri(Staff who, String secret) {
        var label = URLEncoder.encode(who.username(), StandardCharsets.UTF_8).replace("+", "%20");
        return "otpauth://totp/Siyu:" + label + "?secret=" + secret + "&issuer=Siyu";
    }
}
