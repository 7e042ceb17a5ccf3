package cn.siyu.identity.app;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.OrgTree;
import cn.siyu.identity.domain.PasswordRule;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.OrgUnitStore;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Adds one of the staff; the very first admin by the installer's token. */
@Singleton
public class HireStaff {

    private final StaffScope scopes;
    private final StaffStore staff;
    private final OrgUnitStore units;
    private final Passwords passwords;
    private final SignInLimit limit;
    private final IdentitySettings settings;
    private final ShopClock clock;

    @Inject
    HireStaff(
            StaffScope scopes,
            StaffStore staff,
            OrgUnitStore units,
            Passwords passwords,
            SignInLimit limit,
            IdentitySettings settings,
            ShopClock clock) {
        this.scopes = scopes;
        this.staff = staff;
        this.units = units;
        this.passwords = passwords;
        this.limit = limit;
        this.settings = settings;
        this.clock = clock;
    }

    /** Whom to add. */
    public record Newcomer(String username, String displayName, String password, Set<String> roles, UUID orgUnit) {

        public Newcomer {
            username = username.toLowerCase(Locale.ROOT);
        }
    }

    public Uni<Staff> hire(Actor actor, Newcomer newcomer) {
        PasswordRule.check(newcomer.password(), newcomer.username());
        return passwords
                .hash(newcomer.password())
                .chain(hash -> Panache.withTransaction(() -> scopes.of(actor.id())
                        .chain(scope -> units.find(newcomer.orgUnit(), scope))
                        .map(unit -> unit.orElseThrow(Refused::notFound))
                        .chain(() -> add(actor, newcomer, hash))));
    }

    /** Good as long as headquarters has no admin; afterwards the token opens nothing. */
    public Uni<Staff> firstAdmin(String token, String username, String displayName, String password, String address) {
        limit.check("bootstrap", address);
        if (!isBootstrapToken(token)) {
            limit.failed("bootstrap", address);
            throw new Refused(IdentityProblem.BOOTSTRAP_REFUSED);
        }
        var admin = new Newcomer(username, displayName, password, Set.of(Role.ADMIN), OrgTree.HEADQUARTERS);
        PasswordRule.check(password, admin.username());
        return passwords
                .hash(password)
                .chain(hash -> Panache.withTransaction(() -> units.lockTree(OrgTree.HEADQUARTERS)
                        .chain(() -> staff.lockChiefAdmins(OrgTree.HEADQUARTERS))
                        .invoke(HireStaff::refuseSecond)
                        .chain(() -> add(Actor.system("bootstrap"), admin, hash))));
    }

    private Uni<Staff> add(Actor actor, Newcomer newcomer, String hash) {
        var now = clock.instant();
        var added = new Staff(
                Ids.next(),
                newcomer.username(),
                newcomer.displayName(),
                hash,
                newcomer.roles(),
                newcomer.orgUnit(),
                true,
                Optional.empty(),
                Optional.empty(),
                0,
                now,
                now);
        return staff.add(added)
                .chain(() -> staff.note(new AuditEntry(
                        actor, "staff.create", "staff", added.id().toString(), null, null, StaffTrace.of(added))))
                .replaceWith(added);
    }

    private static void refuseSecond(List<UUID> admins) {
        if (!admins.isEmpty()) {
            throw new Refused(IdentityProblem.BOOTSTRAP_REFUSED);
        }
    }

    private boolean isBootstrapToken(String token) {
        return settings.bootstrapToken()
                .filter(known -> !known.isBlank())
                .map(known -> MessageDigest.isEqual(
                        known.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8)))
                .orElse(false);
    }
}
