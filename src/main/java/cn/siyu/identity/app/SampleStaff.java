package cn.siyu.identity.app;

import cn.siyu.identity.domain.OrgTree;
import cn.siyu.identity.store.SampleStaffStore;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A sample of each role, named like it, so that a newcomer can sign in: planted before the first sign-in is looked at, which
 * waits for nothing at the start. Never in production.
 */
@Singleton
class SampleStaff {

    static final List<String> ROLES =
            List.of(Role.ADMIN, Role.MERCHANDISER, Role.FINANCE, Role.SUPPORT, Role.OPS, Role.AUDITOR);

    private final Transactions transactions;
    private final SampleStaffStore staff;
    private final Passwords passwords;
    private final ShopClock clock;
    private final Optional<String> password;
    private final AtomicBoolean planted;

    @Inject
    SampleStaff(
            Transactions transactions,
            SampleStaffStore staff,
            Passwords passwords,
            ShopClock clock,
            IdentitySettings settings,
            @ConfigProperty(name = "siyu.sample.password") Optional<String> password) {
        this.transactions = transactions;
        this.staff = staff;
        this.passwords = passwords;
        this.clock = clock;
        this.password = password;
        this.planted = new AtomicBoolean(!settings.sampleStaff() || password.isEmpty());
    }

    /** Idempotent, also on two instances at once. */
    Uni<Void> beThere() {
        if (planted.get()) {
            return Uni.createFrom().voidItem();
        }
        return transactions
                .in(tx -> staff.missing(tx, ROLES))
                .chain(this::plant)
                .invoke(() -> planted.set(true));
    }

    private Uni<Void> plant(List<String> missing) {
        if (missing.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = missing.stream().map(_ -> Ids.next()).toList();
        return passwords
                .hash(password.orElseThrow())
                .chain(hash -> transactions.in(
                        tx -> staff.plant(tx, ids, missing, hash, OrgTree.HEADQUARTERS, clock.instant())))
                .replaceWithVoid();
    }

    /** What may be convenient elsewhere is refused in production, by name. */
    void refuseInProduction(@Observes StartupEvent start, IdentitySettings settings) {
        var profiles = ConfigUtils.getProfiles();
        if (!profiles.contains("prod") || profiles.contains("sandbox")) {
            return;
        }
        if (settings.sampleStaff() || password.isPresent()) {
            throw new IllegalStateException(
                    "siyu.identity.sample-staff and siyu.sample.password must not be set in production");
        }
        if (settings.bcryptCost() < 12) {
            throw new IllegalStateException("siyu.identity.bcrypt-cost must be 12 or more in production");
        }
    }
}
