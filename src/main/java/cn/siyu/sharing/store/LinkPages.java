package cn.siyu.sharing.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.Sharer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Links and clicks as lists show them, read only. */
@Singleton
public class LinkPages {

    private static final String COUNTED = """
            select t.id, t.revoke_reason, n.clicks, n.members,
            """ + LinkStore.COLUMNS + """
              from sharing_token t
              join lateral (select count(*) as clicks, count(distinct member_id) as members
                              from sharing_click
                             where token = t.token) n on true
            """;

    private static final String OF_MEMBER = COUNTED + """
             where t.member_id = $1 and ($2::timestamptz is null or (t.minted_at, t.id) < ($2, $3::uuid))
             order by t.minted_at desc, t.id desc
             limit $4""";

    private static final String ONE = COUNTED + " where t.token = $1";

    private static final String MATCHING = """
             where ($1::text is null or t.sharer_kind = $1) and ($2::uuid is null or t.sharer_id = $2)
               and ($3::uuid is null or t.member_id = $3) and ($4::uuid is null or t.spu_id = $4)
            """;

    private static final String SEARCH =
            COUNTED + MATCHING + " order by t.minted_at desc, t.id desc limit $5 offset $6";

    private static final String COUNT = "select count(*) as total from sharing_token t" + MATCHING;

    private static final String CLICKS = """
            select id, at, member_id, bound_at
              from sharing_click
             where token = $1
             order by at desc, id desc
             limit $2 offset $3""";

    private static final String COUNT_CLICKS = "select count(*) as total from sharing_click where token = $1";

    /** A link with how often it was opened, and by how many members as far as they are known. */
    public record Counted(UUID id, ShareLink link, Optional<String> revokeReason, long clicks, long members) {}

    /** One opening of a link. */
    public record Opened(UUID id, Instant at, Optional<UUID> member, Optional<Instant> boundAt) {}

    /** What staff search by; an absent value matches all. */
    public record Filter(
            Sharer.@Nullable Kind kind,
            @Nullable UUID sharer,
            @Nullable UUID member,
            @Nullable UUID spu) {}

    public Uni<List<Counted>> ofMember(Sql sql, UUID member, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_MEMBER,
                LinkPages::counted,
                member,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** Null when there is none. */
    public Uni<Counted> one(Sql sql, String token) {
        return sql.one(ONE, LinkPages::counted, token);
    }

    public Uni<List<Counted>> search(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                SEARCH,
                LinkPages::counted,
                filter.kind(),
                filter.sharer(),
                filter.member(),
                filter.spu(),
                size,
                (page - 1) * size);
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(
                COUNT, row -> row.getLong("total"), filter.kind(), filter.sharer(), filter.member(), filter.spu());
    }

    public Uni<List<Opened>> clicks(Sql sql, String token, int page, int size) {
        return sql.list(CLICKS, LinkPages::opened, token, size, (page - 1) * size);
    }

    public Uni<Long> countClicks(Sql sql, String token) {
        return sql.one(COUNT_CLICKS, row -> row.getLong("total"), token);
    }

    private static Counted counted(Row row) {
        return new Counted(
                row.getUUID("id"),
                LinkStore.link(row),
                Optional.ofNullable(row.getString("revoke_reason")),
                row.getLong("clicks"),
                row.getLong("members"));
    }

    private static Opened opened(Row row) {
        return new Opened(
                row.getUUID("id"),
                Columns.instant(row, "at"),
                Optional.ofNullable(row.getUUID("member_id")),
                Columns.optionalInstant(row, "bound_at"));
    }
}
