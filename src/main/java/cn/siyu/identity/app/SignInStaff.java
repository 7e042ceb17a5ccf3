package cn.siyu.identity.app;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Sessions;
import cn.siyu.identity.SignedIn;
import cn.siyu.identity.Subject;
import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.Staff;
import cn.siyu.identity.store.StaffStore;
import cn.siyu.kernel.problem.Refused;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Lets staff in by user name, password and, where it is set up, a one-time code. */
@Singleton
public class SignInStaff {

    private final ProveStaff prove;
    private final StaffStore staff;
    private final Sessions sessions;
    private final IdentitySettings settings;

    @Inject
    SignInStaff(ProveStaff prove, StaffStore staff, Sessions sessions, IdentitySettings settings) {
        this.prove = prove;
        this.staff = staff;
        this.sessions = sessions;
        this.settings = settings;
    }

    public Uni<SignedIn> signIn(Credentials credentials) {
        return prove.password(credentials)
                .invoke(this::refuseWithoutCodes)
                .call(who -> prove.code(who, credentials))
                .invoke(() -> prove.succeeded(credentials))
                .chain(this::open);
    }

    private void refuseWithoutCodes(Staff who) {
        if (settings.totpRequired()
                && who.handlesPowerOrMoney()
                && who.totpSecret().isEmpty()) {
            throw new Refused(IdentityProblem.TOTP_ENROLMENT_REQUIRED);
        }
    }

    /** Looked at again after the session is there: a change in between has then either been seen or ends it. */
    private Uni<SignedIn> open(Staff who) {
        var subject = new Subject(Audience.STAFF, who.id(), who.username(), who.roles());
        return sessions.open(subject)
                .call(() -> Panache.withSession(() -> staff.byId(who.id()))
                        .map(now -> now.filter(same -> same.enabled() && same.version() == who.version()))
                        .chain(same -> same.isPresent() ? Uni.createFrom().voidItem() : giveUp(who)));
    }

    private Uni<Void> giveUp(Staff who) {
        return sessions.endAllOf(Audience.STAFF, who.id())
                .onItem()
                .failWith(() -> new Refused(IdentityProblem.SIGN_IN_REFUSED));
    }
}
