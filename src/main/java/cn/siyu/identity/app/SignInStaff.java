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
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.Optional;

/** Lets staff in by user name, password and, where it is set up, a one-time code. */
@ApplicationScoped
public class SignInStaff {

    private final SampleStaff samples;
    private final SignInLimit limit;
    private final StaffStore staff;
    private final Passwords passwords;
    private final Sessions sessions;

    @Inject
    SignInStaff(SampleStaff samples, SignInLimit limit, StaffStore staff, Passwords passwords, Sessions sessions) {
        this.samples = samples;
        this.limit = limit;
        this.staff = staff;
        this.passwords = passwords;
        this.sessions = sessions;
    }

    /** What somebody presents who wants to be let in. */
    public record Credentials(String username, String password, Optional<String> totp, String address) {

        public Credentials {
            username = username.toLowerCase(Locale.ROOT);
        }
    }

    public Uni<SignedIn> signIn(Credentials credentials) {
        return Uni.createFrom()
                .voidItem()
                .invoke(() -> limit.check(credentials.username(), credentials.address()))
                .chain(samples::beThere)
                .chain(() -> prove(credentials))
                .chain(this::open);
    }

    private Uni<Staff> prove(Credentials credentials) {
        return Panache.withSession(() -> staff.byUsername(credentials.username()))
                .chain(found -> passwords
                        .matches(credentials.password(), found.map(Staff::passwordHash))
                        .map(matches -> found.filter(s -> matches && s.enabled())))
                .map(proved -> proved.orElseThrow(() -> new Refused(IdentityProblem.SIGN_IN_REFUSED)))
                .onFailure(Refused.class)
                .invoke(() -> limit.failed(credentials.username(), credentials.address()))
                .invoke(() -> limit.succeeded(credentials.username()));
    }

    /** Looked at again after the session is there: a disabling in between has then either been seen or ends it. */
    private Uni<SignedIn> open(Staff who) {
        var subject = new Subject(Audience.STAFF, who.id(), who.username(), who.roles());
        return sessions.open(subject)
                .call(() -> Panache.withSession(() -> staff.byId(who.id()))
                        .map(now -> now.filter(s -> s.enabled() && s.version() == who.version()))
                        .chain(same -> same.isPresent()
                                ? Uni.createFrom().voidItem()
                                : sessions.endAllOf(Audience.STAFF, who.id())
                                        .onItem()
                                        .failWith(() -> new Refused(IdentityProblem.SIGN_IN_REFUSED))));
    }
}
