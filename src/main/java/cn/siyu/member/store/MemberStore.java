package cn.siyu.member.store;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.web.NumberedPage;
import cn.siyu.member.MemberId;
import cn.siyu.member.MemberRegistered;
import cn.siyu.member.domain.Member;
import io.quarkus.hibernate.reactive.panache.PanacheQuery;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Members; the phone is sealed on its way in and opened on its way out. */
@Singleton
public class MemberStore {

    private static final String PHONE = "phone";

    private static final String ADMIT = """
            insert into member_member (id, openid, unionid, state, created_at, updated_at)
            values (?1, ?2, cast(?3 as text), 'ACTIVE', ?4, ?4)
            on conflict on constraint member_member_openid_uk do nothing""";

    private static final String NOTE_SAME_PHONE = """
            insert into member_same_phone (member_id, other_member_id, seen_at)
            select cast(?1 as uuid), id, cast(?3 as timestamptz) from member_member
             where phone_index = ?2 and id <> ?1
            on conflict on constraint member_same_phone_pk do nothing""";

    private static final String FORGET_SAME_PHONE =
            "delete from member_same_phone where member_id = ?1 or other_member_id = ?1";

    private final Rows rows = new Rows();
    private final PiiCipher cipher;
    private final AuditLog audit;
    private final Outbox outbox;

    @Inject
    MemberStore(PiiCipher cipher, AuditLog audit, Outbox outbox) {
        this.outbox = outbox;
        this.cipher = cipher;
        this.audit = audit;
    }

    /** The repository behind the store. */
    static final class Rows implements PanacheRepositoryBase<MemberRow, UUID> {}

    /** The member with this openid, made when there is none yet; two at once make one. */
    public Uni<Member> admit(String openid, Optional<String> unionid, Instant now) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(ADMIT)
                        .setParameter(1, Ids.next())
                        .setParameter(2, openid)
                        .setParameter(3, unionid.orElse(null))
                        .setParameter(4, now.atOffset(ZoneOffset.UTC))
                        .executeUpdate())
                .chain(made -> rows.find("openid", openid)
                        .<MemberRow>singleResult()
                        .call(row -> made == 1
                                ? tell(new MemberRegistered(Ids.next(), now, row.id))
                                : Uni.createFrom().voidItem()))
                .invoke(row -> unionid.ifPresent(known -> row.unionid = known))
                .map(this::member);
    }

    private Uni<Void> tell(MemberRegistered event) {
        return rows.getSession().chain(session -> outbox.append(session, event));
    }

    public Uni<Optional<Member>> find(MemberId id) {
        return rows.findById(id.value()).map(this::optional);
    }

    /** Held until the transaction ends: changes of one member's things come one after the other. */
    public Uni<Optional<Member>> lock(MemberId id) {
        return rows.findById(id.value(), LockModeType.PESSIMISTIC_WRITE).map(this::optional);
    }

    public Uni<Member> describe(MemberId id, @Nullable String nickname, @Nullable String avatarUrl, Instant now) {
        return change(id, now, row -> {
            row.nickname = nickname;
            row.avatarUrl = avatarUrl;
        });
    }

    /** Another member with the same phone is noted, not refused: one person may have two WeChat accounts. */
    public Uni<Member> setPhone(MemberId id, String phone, Instant now) {
        var index = cipher.index(phone, PHONE);
        return change(id, now, row -> {
                    row.phoneSealed = cipher.seal(phone, phonePlace(row.id));
                    row.phoneIndex = index;
                })
                .call(() -> rows.getSession()
                        .chain(session -> session.createNativeQuery(NOTE_SAME_PHONE)
                                .setParameter(1, id.value())
                                .setParameter(2, index)
                                .setParameter(3, now.atOffset(ZoneOffset.UTC))
                                .executeUpdate()));
    }

    public Uni<Member> forgetPhone(MemberId id, Instant now) {
        return change(id, now, MemberStore::withoutPhone).call(() -> forgetSamePhone(id));
    }

    public Uni<Member> setState(MemberId id, Member.State state, Instant now) {
        return change(id, now, row -> row.state = state.name());
    }

    /** Nothing personal stays; the row does, because orders name it. The openid is free for a new member. */
    public Uni<Member> erase(MemberId id, Instant now) {
        return change(id, now, row -> {
                    row.openid = "closed:" + row.id;
                    row.unionid = null;
                    row.nickname = null;
                    row.avatarUrl = null;
                    withoutPhone(row);
                    row.state = Member.State.CLOSED.name();
                })
                .call(() -> forgetSamePhone(id));
    }

    public Uni<NumberedPage<Member>> page(Optional<Member.State> state, int page, int size) {
        var order = " order by createdAt desc, id desc";
        return numbered(
                state.map(only -> rows.find("state = ?1" + order, only.name()))
                        .orElseGet(() -> rows.find("from Member" + order)),
                page,
                size);
    }

    public Uni<NumberedPage<Member>> byPhone(String phone, int page, int size) {
        return numbered(
                rows.find("phoneIndex = ?1 order by createdAt desc, id desc", cipher.index(phone, PHONE)), page, size);
    }

    public Uni<Void> note(AuditEntry entry) {
        return rows.getSession().chain(session -> audit.append(session, entry));
    }

    private Uni<NumberedPage<Member>> numbered(PanacheQuery<MemberRow> query, int page, int size) {
        var found = query.page(page - 1, size);
        return found.<MemberRow>list()
                .chain(list -> found.count()
                        .map(total -> new NumberedPage<>(
                                list.stream().map(this::member).toList(), page, size, total)));
    }

    private Uni<Member> change(MemberId id, Instant now, Consumer<MemberRow> change) {
        return rows.findById(id.value())
                .invoke(row -> {
                    change.accept(row);
                    row.updatedAt = now;
                })
                .call(rows::flush)
                .map(this::member);
    }

    private Uni<Integer> forgetSamePhone(MemberId id) {
        return rows.getSession()
                .chain(session -> session.createNativeQuery(FORGET_SAME_PHONE)
                        .setParameter(1, id.value())
                        .executeUpdate());
    }

    private static void withoutPhone(MemberRow row) {
        row.phoneSealed = null;
        row.phoneIndex = null;
    }

    private Optional<Member> optional(@Nullable MemberRow row) {
        return Optional.ofNullable(row).map(this::member);
    }

    private Member member(MemberRow row) {
        return new Member(
                new MemberId(row.id),
                row.openid,
                Optional.ofNullable(row.unionid),
                Optional.ofNullable(row.nickname),
                Optional.ofNullable(row.avatarUrl),
                Optional.ofNullable(row.phoneSealed).map(kept -> cipher.open(kept, phonePlace(row.id))),
                Member.State.valueOf(row.state),
                row.createdAt);
    }

    private static String phonePlace(UUID id) {
        return "member_member:" + id + ":phone";
    }
}
