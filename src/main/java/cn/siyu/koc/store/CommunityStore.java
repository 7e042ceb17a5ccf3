package cn.siyu.koc.store;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Communities and who owned them when. */
@Singleton
public class CommunityStore {

    private static final String COLUMNS = """
            select c.id, c.code, c.name, c.chat_id, c.category, c.capacity, c.members, c.store_id, c.segment_id, c.state, c.created_at,
                   c.dissolved_at, c.version, o.seller_id, s.name as owner_name
              from koc_community c
              join lateral (
                  select seller_id
                    from koc_community_owner
                   where community_id = c.id
                   order by valid_from desc, valid_to desc nulls first
                   limit 1) o on true
              join koc_seller s on s.id = o.seller_id
            """;

    private static final String BY_ID = COLUMNS + "where c.id = $1";
    private static final String LOCK = BY_ID + " for no key update of c";
    private static final String LOCK_BY_CODE =
            COLUMNS + "where c.code = $1 and c.state = 'ACTIVE' for no key update of c";

    private static final String MATCHING = """
            where ($1::text is null or c.state = $1) and ($2::uuid is null or c.store_id = $2)
              and ($3::uuid is null or exists (
                  select from koc_community_owner w
                   where w.community_id = c.id and w.seller_id = $3 and w.valid_to is null))
            """;

    private static final String PAGE = COLUMNS + MATCHING + " order by c.created_at desc, c.id desc limit $4 offset $5";
    private static final String COUNT = "select count(*) as total from koc_community c " + MATCHING;

    /** What a seller owns and what a KOC serves: the data scope of the partner's side. */
    private static final String OF_PARTNER = COLUMNS + """
            where c.state = 'ACTIVE'
              and (exists (
                      select from koc_community_owner w
                        join koc_seller p on p.id = w.seller_id
                       where w.community_id = c.id and w.valid_to is null and p.member_id = $1 and p.state = 'ACTIVE')
                   or exists (
                      select from koc_binding b
                        join koc_koc k on k.id = b.koc_id
                       where b.community_id = c.id and b.state in ('ACTIVE', 'PAUSED') and k.member_id = $1))
              and ($2::uuid is null or c.id = $2)
              and ($3::timestamptz is null or (c.created_at, c.id) < ($3, $4::uuid))
            order by c.created_at desc, c.id desc
            limit $5""";

    private static final String INSERT = """
            insert into koc_community (id, code, name, chat_id, category, capacity, store_id, state, created_at, segment_id)
            values ($1, $2, $3, $4, $5, $6, $7, 'ACTIVE', $8, $9)""";

    private static final String CHANGE = """
            update koc_community
               set name = $2, chat_id = $3, category = $4, capacity = $5, store_id = $6, segment_id = $7,
                   version = version + 1
             where id = $1""";

    private static final String DISSOLVE = """
            update koc_community set state = 'DISSOLVED', dissolved_at = $2, members = 0, version = version + 1
             where id = $1""";

    private static final String NOTE_CHANGE = "update koc_community set version = version + 1 where id = $1";

    private static final String GIVE = """
            insert into koc_community_owner (id, community_id, seller_id, valid_from, reason) values ($1, $2, $3, $4, $5)""";

    private static final String TAKE = """
            update koc_community_owner set valid_to = greatest($2, valid_from) where community_id = $1 and valid_to is null""";

    private static final String OWNERS = """
            select o.seller_id, s.name, o.valid_from, o.valid_to, o.reason
              from koc_community_owner o
              join koc_seller s on s.id = o.seller_id
             where o.community_id = $1
             order by o.valid_from desc, o.valid_to desc nulls first
             limit 100""";

    /** What staff search by; an absent value matches all. */
    public record Filter(
            Community.@Nullable State state,
            @Nullable UUID store,
            @Nullable UUID owner) {}

    /** Who owned a community from when to when, and why it was given to him. */
    public record Ownership(UUID seller, String name, Instant from, Optional<Instant> to, String reason) {}

    public Uni<Community> find(Sql sql, CommunityId id) {
        return sql.one(BY_ID, CommunityStore::community, id);
    }

    /** Held until the transaction ends: owner, members and bindings of one community change one after the other. */
    public Uni<Community> lock(Tx tx, CommunityId id) {
        // The owner is read anew: whoever waited for the row must see what the one before him wrote.
        return tx.one(LOCK, row -> true, id).chain(_ -> find(tx, id));
    }

    /** A living one. */
    public Uni<Community> lockByCode(Tx tx, String code) {
        return tx.one(LOCK_BY_CODE, CommunityStore::community, code);
    }

    public Uni<List<Community>> page(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                PAGE,
                CommunityStore::community,
                filter.state(),
                filter.store(),
                filter.owner(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(COUNT, row -> row.getLong("total"), filter.state(), filter.store(), filter.owner());
    }

    /** Those that the member owns as a seller or serves as a KOC. */
    public Uni<List<Community>> ofPartner(Sql sql, MemberId member, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_PARTNER,
                CommunityStore::community,
                member,
                null,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** One of those. */
    public Uni<Community> ofPartner(Sql sql, MemberId member, CommunityId id) {
        return sql.one(OF_PARTNER, CommunityStore::community, member, id, null, null, 1);
    }

    public Uni<Integer> insert(Tx tx, CommunityId id, String code, Community.Sketch sketch, Instant now) {
        return named(tx.execute(
                INSERT,
                id,
                code,
                sketch.name(),
                sketch.chatId(),
                sketch.category(),
                sketch.capacity(),
                sketch.store().orElse(null),
                now,
                sketch.segment().orElse(null)));
    }

    public Uni<Integer> change(Tx tx, CommunityId id, Community.Sketch sketch) {
        return named(tx.execute(
                CHANGE,
                id,
                sketch.name(),
                sketch.chatId(),
                sketch.category(),
                sketch.capacity(),
                sketch.store().orElse(null),
                sketch.segment().orElse(null)));
    }

    public Uni<Integer> dissolve(Tx tx, CommunityId id, Instant now) {
        return tx.execute(DISSOLVE, id, now);
    }

    public Uni<Void> giveTo(Tx tx, UUID ownership, CommunityId id, UUID seller, String reason, Instant now) {
        return tx.execute(TAKE, id, now)
                .chain(() -> tx.execute(GIVE, ownership, id, seller, now, reason))
                .chain(() -> tx.execute(NOTE_CHANGE, id))
                .replaceWithVoid();
    }

    public Uni<Integer> takeFromOwner(Tx tx, CommunityId id, Instant now) {
        return tx.execute(TAKE, id, now);
    }

    public Uni<List<Ownership>> owners(Sql sql, CommunityId id) {
        return sql.list(
                OWNERS,
                row -> new Ownership(
                        row.getUUID("seller_id"),
                        row.getString("name"),
                        Columns.instant(row, "valid_from"),
                        Columns.optionalInstant(row, "valid_to"),
                        row.getString("reason")),
                id);
    }

    private static Uni<Integer> named(Uni<Integer> written) {
        return written.onFailure(failure -> Violations.isOf(failure, "koc_community_chat_uk"))
                .transform(_ -> new Refused(KocProblem.CHAT_ID_TAKEN))
                .onFailure(failure -> Violations.isOf(failure, "koc_community_capacity_ck"))
                .transform(_ -> new Refused(KocProblem.COMMUNITY_FULL));
    }

    private static Community community(Row row) {
        return new Community(
                new CommunityId(row.getUUID("id")),
                row.getString("code"),
                new Community.Sketch(
                        row.getString("name"),
                        row.getString("chat_id"),
                        row.getString("category"),
                        row.getInteger("capacity"),
                        Optional.ofNullable(row.getUUID("store_id")),
                        Optional.ofNullable(row.getUUID("segment_id"))),
                row.getInteger("members"),
                Columns.constant(row, "state", Community.State.class),
                row.getUUID("seller_id"),
                row.getString("owner_name"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "dissolved_at"),
                row.getLong("version"));
    }
}
