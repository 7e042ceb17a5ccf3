package cn.siyu.koc.store;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Membership;
import cn.siyu.koc.domain.Membership.State;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Who is in which community, and was. The number of those present stands with the community, whose row is held for a change. */
@Singleton
public class MembershipStore {

    private static final String COLUMNS = """
            select m.id, m.community_id, m.member_id, m.joined_at, m.left_at, m.scene, m.inviter_id, m.state
              from koc_membership m
            """;

    private static final String OF_MEMBER = COLUMNS + "where m.id = $1 and m.member_id = $2";
    private static final String PRESENT =
            COLUMNS + "where m.community_id = $1 and m.member_id = $2 and m.left_at is null";

    private static final String MEMBERS = COLUMNS + """
            where m.community_id = $1 and m.left_at is null
              and ($2::timestamptz is null or (m.joined_at, m.id) < ($2, $3::uuid))
            order by m.joined_at desc, m.id desc
            limit $4""";

    private static final String NUMBERED = COLUMNS + """
            where m.community_id = $1 and m.left_at is null
            order by m.joined_at desc, m.id desc
            limit $2 offset $3""";

    private static final String OWN = """
            select m.id, m.community_id, c.name, c.category, m.joined_at
              from koc_membership m
              join koc_community c on c.id = m.community_id
             where m.member_id = $1 and m.left_at is null
               and ($2::timestamptz is null or (m.joined_at, m.id) < ($2, $3::uuid))
             order by m.joined_at desc, m.id desc
             limit $4""";

    private static final String INSERT = """
            insert into koc_membership (id, community_id, member_id, joined_at, scene, inviter_id, state)
            values ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String ONE_MORE = "update koc_community set members = members + 1 where id = $1";
    private static final String ONE_LESS = "update koc_community set members = members - 1 where id = $1";

    private static final String END = """
            update koc_membership set left_at = greatest($3, joined_at), state = $4
             where community_id = $1 and member_id = $2 and left_at is null""";

    private static final String END_ALL = """
            update koc_membership set left_at = greatest($2, joined_at), state = $3
             where community_id = $1 and left_at is null""";

    /** A community as its member sees it. */
    public record Own(UUID id, CommunityId community, String name, String category, Instant joinedAt) {}

    public Uni<Membership> ofMember(Sql sql, UUID id, MemberId member) {
        return sql.one(OF_MEMBER, MembershipStore::membership, id, member);
    }

    /** Null when the member is not there. */
    public Uni<Membership> present(Sql sql, CommunityId community, MemberId member) {
        return sql.one(PRESENT, MembershipStore::membership, community, member);
    }

    public Uni<List<Membership>> members(Sql sql, CommunityId community, Optional<Cursor> after, int limit) {
        return sql.list(
                MEMBERS,
                MembershipStore::membership,
                community,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    public Uni<List<Membership>> members(Sql sql, CommunityId community, int page, int size) {
        return sql.list(NUMBERED, MembershipStore::membership, community, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<List<Own>> own(Sql sql, MemberId member, Optional<Cursor> after, int limit) {
        return sql.list(
                OWN,
                row -> new Own(
                        row.getUUID("id"),
                        new CommunityId(row.getUUID("community_id")),
                        row.getString("name"),
                        row.getString("category"),
                        Columns.instant(row, "joined_at")),
                member,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** Refused when the community is full. */
    public Uni<Void> insert(Tx tx, Membership membership) {
        return tx.execute(ONE_MORE, membership.community())
                .chain(() -> tx.execute(
                        INSERT,
                        membership.id(),
                        membership.community(),
                        membership.member(),
                        membership.joinedAt(),
                        membership.scene(),
                        membership.inviter().orElse(null),
                        membership.state()))
                .onFailure(failure -> Violations.isOf(failure, "koc_community_capacity_ck"))
                .transform(_ -> new Refused(KocProblem.COMMUNITY_FULL))
                .onFailure(failure -> Violations.isOf(failure, "koc_membership_once_ex"))
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED))
                .replaceWithVoid();
    }

    /** Answers whether the member was there. */
    public Uni<Boolean> end(Tx tx, CommunityId community, MemberId member, State state, Instant now) {
        return tx.execute(END, community, member, now, state)
                .call(rows -> rows == 0
                        ? Uni.createFrom().voidItem()
                        : tx.execute(ONE_LESS, community).replaceWithVoid())
                .map(rows -> rows > 0);
    }

    /** The community is dissolved, which sets its count itself. */
    public Uni<Integer> endAll(Tx tx, CommunityId community, Instant now) {
        return tx.execute(END_ALL, community, now, State.REMOVED);
    }

    private static Membership membership(Row row) {
        return new Membership(
                row.getUUID("id"),
                new CommunityId(row.getUUID("community_id")),
                new MemberId(row.getUUID("member_id")),
                Columns.instant(row, "joined_at"),
                Columns.optionalInstant(row, "left_at"),
                Columns.constant(row, "scene", Membership.Scene.class),
                Optional.ofNullable(row.getUUID("inviter_id")),
                Columns.constant(row, "state", State.class));
    }
}
