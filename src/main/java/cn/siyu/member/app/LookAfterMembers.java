package cn.siyu.member.app;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Sessions;
import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.member.domain.Member;
import cn.siyu.member.store.MemberStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Members, for staff: found, let in no more, let in again. */
@Singleton
public class LookAfterMembers {

    private final MemberStore members;
    private final Sessions sessions;
    private final ShopClock clock;

    @Inject
    LookAfterMembers(MemberStore members, Sessions sessions, ShopClock clock) {
        this.members = members;
        this.sessions = sessions;
        this.clock = clock;
    }

    public Uni<NumberedPage<Member>> page(Optional<Member.State> state, int page, int size) {
        return Panache.withSession(() -> members.page(state, page, size));
    }

    public Uni<NumberedPage<Member>> byPhone(String phone, int page, int size) {
        return Panache.withSession(() -> members.byPhone(phone, page, size));
    }

    /** The sessions end also when the member was disabled before: a crash in between is mended by doing it again. */
    public Uni<Member> disable(Actor actor, MemberId id, String reason) {
        return decide(actor, id, false, reason).call(() -> sessions.endAllOf(Audience.MEMBER, id.value()));
    }

    public Uni<Member> enable(Actor actor, MemberId id, String reason) {
        return decide(actor, id, true, reason);
    }

    private Uni<Member> decide(Actor actor, MemberId id, boolean mayComeIn, String reason) {
        return Panache.withTransaction(() -> members.lock(id)
                .map(found -> found.orElseThrow(Refused::notFound))
                .chain(found -> {
                    var state = found.decided(mayComeIn);
                    return state == found.state()
                            ? Uni.createFrom().item(found)
                            : members.setState(id, state, clock.instant())
                                    .call(after -> note(actor, found, after, reason));
                }));
    }

    private Uni<Void> note(Actor actor, Member before, Member after, String reason) {
        return members.note(new AuditEntry(
                actor,
                after.state() == Member.State.ACTIVE ? "member.enable" : "member.disable",
                "member",
                after.id().value().toString(),
                reason,
                Map.of("state", before.state().name()),
                Map.of("state", after.state().name())));
    }
}
