package cn.siyu.identity.app;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** Finds out whether somebody is who he says: the same answer in the same time whatever is wrong. */
@Singleton
class ProveStaff {

    private static final Logger LOG = Logger.getLogger(ProveStaff.class);

    private final SampleStaff samples;
    private final SignInLimit limit;
    private final StaffStore staff;
    private final Passwords passwords;
    private final OneTimeCodes codes;
    private final ShopClock clock;

    @Inject
    ProveStaff(
            SampleStaff samples,
            SignInLimit limit,
            StaffStore staff,
            Passwords passwords,
            OneTimeCodes codes,
            ShopClock clock) {
        this.samples = samples;
        this.limit = limit;
        this.staff = staff;
        this.passwords = passwords;
        this.codes = codes;
        this.clock = clock;
    }

    Uni<Staff> password(Credentials credentials) {
        return limit.attempt(credentials)
                .chain(samples::beThere)
                .chain(() -> Panache.withSession(() -> staff.byUsername(credentials.username())))
                .chain(found -> passwords
                        .matches(credentials.password(), found.map(Staff::passwordHash))
                        .map(matches -> found.filter(who -> matches && who.enabled())))
                .map(proved -> proved.orElseThrow(() -> refused(credentials)));
    }

    /** Whoever has set up one-time codes needs one, each only once. */
    Uni<Void> code(Staff who, Credentials credentials) {
        if (who.totpSecret().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (credentials.totp().isEmpty()) {
            return Uni.createFrom().failure(new Refused(IdentityProblem.TOTP_REQUIRED));
        }
        var step =
                codes.step(who.id(), who.totpSecret().get(), credentials.totp().get(), clock.instant());
        if (step.isEmpty()) {
            return Uni.createFrom().failure(refused(credentials));
        }
        return Panache.withTransaction(() -> staff.useTotpStep(who.id(), step.getAsLong()))
                .invoke(fresh -> {
                    if (!fresh) {
                        throw refused(credentials);
                    }
                })
                .replaceWithVoid();
    }

    void succeeded(Credentials credentials) {
        limit.succeeded(credentials.username());
    }

    private Refused refused(Credentials credentials) {
        limit.failed(credentials.username(), credentials.address());
        LOG.info("a sign-in of staff was refused");
        return new Refused(IdentityProblem.SIGN_IN_REFUSED);
    }
}
