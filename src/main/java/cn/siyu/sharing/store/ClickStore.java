package cn.siyu.sharing.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.sharing.ShareLinks.Click;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Rows of clicks: what somebody opened and when, and whose it turned out to be. */
@Singleton
public class ClickStore {

    private static final String CLICK =
            "select c.id as click_id, c.at as clicked_at, " + SuccessionStore.RESOLVED + """
          from sharing_click c
          join sharing_token t on t.token = c.token
        """;

    private static final String LATEST = CLICK + SuccessionStore.at("$3") + """
        where c.member_id = $1 and c.at >= $2 and c.at <= $3
          and t.revoked_at is null and (least(t.expires_at, s.valid_to) is null or least(t.expires_at, s.valid_to) > $3)
        order by c.at desc, c.id desc
        limit 1\
        """;

    private static final String CLICKED = """
        select m.id
          from unnest($1::uuid[]) as m (id)
         where exists (select 1 from sharing_click c where c.member_id = m.id)\
        """;

    private static final String FIRST_SOURCE = """
        select t.source
          from sharing_click c
          join sharing_token t on t.token = c.token
         where c.member_id = $1
         order by c.at, c.id
         limit 1\
        """;

    private static final String REPEATED_BY_MEMBER =
            "select id from sharing_click where member_id = $1 and token = $2 and at > $3 order by at desc limit 1";

    private static final String REPEATED_BY_VISITOR =
            "select id from sharing_click where visitor_hash = $1 and token = $2 and at > $3 order by at desc limit 1";

    private static final String IS_KNOWN = "select true as known from sharing_click where visitor_hash = $1 limit 1";

    private static final String INSERT = """
        insert into sharing_click (id, token, at, visitor_hash, member_id, bound_at)
        values ($1, $2, $3, $4, $5, $6)\
        """;

    private static final String UNCLAIMED = CLICK + SuccessionStore.at("$3") + """
        where c.visitor_hash = $1 and c.at >= $2 and c.member_id is null
        order by c.at, c.id
        limit 100
          for update of c\
        """;

    private static final String CLAIM =
            "update sharing_click set member_id = $2, bound_at = $3 where id = any($1::uuid[]) and member_id is null";

    /** Null when there is none. */
    public Uni<Click> latest(Sql sql, UUID member, Instant since, Instant now) {
        return sql.one(LATEST, ClickStore::click, member, since, now);
    }

    /** Null when no click of this member is known. */
    /** Those of these members who have ever clicked. */
    public Uni<List<UUID>> clicked(Sql sql, Collection<UUID> members) {
        return sql.list(CLICKED, row -> row.getUUID("id"), members);
    }

    public Uni<String> firstSource(Sql sql, UUID member) {
        return sql.one(FIRST_SOURCE, row -> row.getString("source"), member);
    }

    /** The member's latest click of this token after {@code since}; null when there is none. */
    public Uni<UUID> repeatedByMember(Sql sql, UUID member, String token, Instant since) {
        return sql.one(REPEATED_BY_MEMBER, row -> row.getUUID("id"), member, token, since);
    }

    public Uni<UUID> repeatedByVisitor(Sql sql, String visitorHash, String token, Instant since) {
        return sql.one(REPEATED_BY_VISITOR, row -> row.getUUID("id"), visitorHash, token, since);
    }

    public Uni<Boolean> isKnown(Sql sql, String visitorHash) {
        return sql.one(IS_KNOWN, _ -> true, visitorHash).onItem().ifNull().continueWith(false);
    }

    public Uni<Integer> insertOfMember(Tx tx, UUID id, String token, UUID member, Instant now) {
        return tx.execute(INSERT, id, token, now, null, member, now);
    }

    public Uni<Integer> insertOfVisitor(Tx tx, UUID id, String token, String visitorHash, Instant now) {
        return tx.execute(INSERT, id, token, now, visitorHash, null, null);
    }

    /** Nobody's clicks of this visitor, the first one first, held until the transaction ends. */
    public Uni<List<Click>> lockUnclaimed(Tx tx, String visitorHash, Instant since, Instant now) {
        return tx.list(UNCLAIMED, ClickStore::click, visitorHash, since, now);
    }

    public Uni<Integer> claim(Tx tx, List<UUID> clicks, UUID member, Instant now) {
        return tx.execute(CLAIM, clicks, member, now);
    }

    private static Click click(Row row) {
        return new Click(row.getUUID("click_id"), LinkStore.link(row), Columns.instant(row, "clicked_at"));
    }
}
