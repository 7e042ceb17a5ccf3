package cn.siyu.member.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.member.MemberId;
import cn.siyu.member.domain.Member;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Members; the phone is sealed on its way in and opened on its way out. */
@ApplicationScoped
public class MemberStore {

    private static final String ADMIT = """
            insert into member_member (id, openid, unionid, state, created_at, updated_at)
            values (?1, ?2, cast(?3 as text), 'ACTIVE', ?4, ?4)
            on conflict on constraint member_member_openid_uk do nothing""";

    private final Rows rows = new Rows();
    private final PiiCipher cipher;

    @Inject
    MemberStore(PiiCipher cipher) {
        this.cipher = cipher;
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
                .chain(() -> rows.find("openid", openid).<MemberRow>singleResult())
                .invoke(row -> unionid.ifPresent(known -> row.unionid = known))
                .map(this::member);
    }

    public Uni<Optional<Member>> find(MemberId id) {
        return rows.findById(id.value()).map(row -> Optional.ofNullable(row).map(this::member));
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
