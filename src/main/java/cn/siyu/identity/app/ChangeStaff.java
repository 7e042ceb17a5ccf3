package cn.siyu.identity.app;

import cn.siyu.identity.domain.OrgTree;
import cn.siyu.identity.domain.PasswordRule;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.OrgUnitStore;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Changes what one of the staff is and may do. A change of what he may do ends his sessions in the same transaction; the
 * last admin of headquarters stays one, whoever else is taken away at the same moment.
 */
@Singleton
public class ChangeStaff {

    private final FindStaff find;
    private final StaffScope scopes;
    private final StaffStore staff;
    private final OrgUnitStore units;
    private final Passwords passwords;
    private final SessionStates states;
    private final ShopClock clock;

    @Inject
    ChangeStaff(
            FindStaff find,
            StaffScope scopes,
            StaffStore staff,
            OrgUnitStore units,
            Passwords passwords,
            SessionStates states,
            ShopClock clock) {
        this.find = find;
        this.scopes = scopes;
        this.staff = staff;
        this.units = units;
        this.passwords = passwords;
        this.states = states;
        this.clock = clock;
    }

    /** Who changes whom, in which version (or whichever it is), and why. */
    public record Change(
            Actor actor,
            UUID id,
            @Nullable Long version,
            @Nullable String reason) {}

    public Uni<Staff> place(Change change, String displayName, UUID orgUnit) {
        return apply(
                change, "staff.update", found -> found.placed(change.actor().id(), displayName, orgUnit));
    }

    public Uni<Staff> setRoles(Change change, Set<String> roles) {
        return apply(
                change, "staff.roles", found -> found.withRoles(change.actor().id(), roles));
    }

    public Uni<Staff> enable(Change change) {
        return apply(
                change, "staff.enable", found -> found.enabled(change.actor().id(), true));
    }

    public Uni<Staff> disable(Change change) {
        return apply(
                change, "staff.disable", found -> found.enabled(change.actor().id(), false));
    }

    /** The new password is told by the admin; all sessions end. */
    public Uni<Staff> resetPassword(Change change, String password) {
        return passwords
                .hash(password)
                .chain(hash -> Panache.withTransaction(() -> find.visible(
                                        change.actor().id(), change.id())
                                .invoke(found -> PasswordRule.check(password, found.username()))
                                .chain(found -> staff.setPassword(found.id(), hash, clock.instant())
                                        .chain(after -> ended(change, "staff.reset-password", found, after))))
                        .invoke(this::forget)
                        .map(Ended::staff));
    }

    /** For a lost phone: the next sign-in asks for a new enrolment where codes are required; all sessions end. */
    public Uni<Staff> resetTotp(Change change) {
        return Panache.withTransaction(() -> find.visible(change.actor().id(), change.id())
                        .chain(found -> staff.forgetTotp(found.id(), clock.instant())
                                .chain(after -> ended(change, "staff.reset-totp", found, after))))
                .invoke(this::forget)
                .map(Ended::staff);
    }

    /** One of the staff as he is now, with the sessions that ended. */
    private record Ended(Staff staff, Iterable<UUID> sessions) {}

    private Uni<Staff> apply(Change change, String action, UnaryOperator<Staff> decision) {
        return Panache.withTransaction(() -> staff.lockChiefAdmins(OrgTree.HEADQUARTERS)
                        .chain(chiefs -> find.visible(change.actor().id(), change.id())
                                .invoke(found -> Versions.refuseOther(change.version(), found.version(), found))
                                .chain(found -> decide(
                                                change,
                                                found,
                                                decision,
                                                chiefs.stream()
                                                        .filter(chief -> !chief.equals(found.id()))
                                                        .count())
                                        .chain(after -> carryOut(change, action, found, after)))))
                .invoke(this::forget)
                .map(Ended::staff);
    }

    private Uni<Staff> decide(Change change, Staff found, UnaryOperator<Staff> decision, long otherChiefs) {
        var after = decision.apply(found);
        Staff.refuseLastAdmin(found, after, otherChiefs);
        if (after.orgUnit().equals(found.orgUnit())) {
            return Uni.createFrom().item(after);
        }
        return scopes.of(change.actor().id())
                .chain(scope -> units.find(after.orgUnit(), scope))
                .map(unit -> unit.map(_ -> after).orElseThrow(Refused::notFound));
    }

    private Uni<Ended> carryOut(Change change, String action, Staff before, Staff after) {
        if (after.equals(before)) {
            return Uni.createFrom().item(new Ended(before, Set.of()));
        }
        return staff.save(after, clock.instant())
                .chain(saved -> saved.mayOtherThan(before)
                        ? ended(change, action, before, saved)
                        : note(change, action, before, saved).replaceWith(new Ended(saved, Set.of())));
    }

    private Uni<Ended> ended(Change change, String action, Staff before, Staff after) {
        return note(change, action, before, after)
                .chain(() -> staff.endSessions(after.id(), clock.instant()))
                .map(sessions -> new Ended(after, sessions));
    }

    private Uni<Void> note(Change change, String action, Staff before, Staff after) {
        return staff.note(new AuditEntry(
                change.actor(),
                action,
                "staff",
                after.id().toString(),
                change.reason(),
                StaffTrace.of(before),
                StaffTrace.of(after)));
    }

    private void forget(Ended ended) {
        states.forget(ended.sessions());
    }
}
