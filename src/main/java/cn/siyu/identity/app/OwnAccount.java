package cn.siyu.identity.app;

import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.OrgTree;
import cn.siyu.identity.domain.OrgUnit;
import cn.siyu.identity.domain.PasswordRule;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.OrgUnitStore;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** What staff do with their own account. */
@Singleton
public class OwnAccount {

    private final StaffStore staff;
    private final OrgUnitStore units;
    private final Passwords passwords;
    private final SignInLimit limit;
    private final SessionStates states;
    private final ShopClock clock;

    @Inject
    OwnAccount(
            StaffStore staff,
            OrgUnitStore units,
            Passwords passwords,
            SignInLimit limit,
            SessionStates states,
            ShopClock clock) {
        this.staff = staff;
        this.units = units;
        this.passwords = passwords;
        this.limit = limit;
        this.states = states;
        this.clock = clock;
    }

    /** Oneself with one's unit. */
    public record Self(Staff staff, OrgUnit unit) {}

    public Uni<Self> see(UUID caller) {
        return Panache.withSession(() -> me(caller)
                .chain(me -> units.find(me.orgUnit(), OrgTree.HEADQUARTERS)
                        .map(unit -> new Self(me, unit.orElseThrow(Refused::notFound)))));
    }

    /** All sessions end, this one too: whoever knows the old password is out. */
    public Uni<Void> changePassword(Actor actor, String current, String wanted, String address) {
        return Panache.withSession(() -> me(actor.id()))
                .invoke(me -> limit.check(me.username(), address))
                .invoke(me -> PasswordRule.check(wanted, me.username()))
                .call(me -> passwords
                        .matches(current, Optional.of(me.passwordHash()))
                        .invoke(matches -> refuseWrong(matches, me.username(), address)))
                .chain(me -> passwords.hash(wanted).chain(hash -> change(actor, me, hash)));
    }

    private Uni<Void> change(Actor actor, Staff me, String hash) {
        return Panache.withTransaction(() -> staff.setPassword(me.id(), hash, clock.instant())
                        .chain(after -> staff.note(new AuditEntry(
                                actor, "staff.change-password", "staff", me.id().toString(), null, null, null)))
                        .chain(() -> staff.endSessions(me.id(), clock.instant())))
                .invoke(states::forget)
                .replaceWithVoid();
    }

    private void refuseWrong(boolean matches, String username, String address) {
        if (!matches) {
            limit.failed(username, address);
            throw new Refused(IdentityProblem.SIGN_IN_REFUSED);
        }
    }

    private Uni<Staff> me(UUID caller) {
        return staff.byId(caller).map(found -> found.orElseThrow(() -> new Refused(CommonProblem.UNAUTHENTICATED)));
    }
}
