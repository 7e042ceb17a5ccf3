package cn.siyu.promotion.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What KOCs and sellers may hand on, and what they have. */
@Singleton
public class QuotaStore {

    private static final String COLUMNS = """
            select q.id, q.template_id, q.member_id, q.units, q.given, q.reason, q.version, q.changed_at, t.name
              from promotion_quota q
              join promotion_template t on t.id = q.template_id
            """;

    private static final String ONE = COLUMNS + "where q.template_id = $1 and q.member_id = $2";

    private static final String OF_TEMPLATE =
            COLUMNS + "where q.template_id = $1 order by q.changed_at desc, q.id desc limit $2 offset $3";

    private static final String COUNT = "select count(*) as n from promotion_quota where template_id = $1";

    private static final String OF_MEMBER = COLUMNS + """
            where q.member_id = $1 and ($2::timestamptz is null or (q.changed_at, q.id) < ($2, $3::uuid))
            order by q.changed_at desc, q.id desc limit $4""";

    private static final String HAS = "select exists (select 1 from promotion_quota where member_id = $1) as has";

    private static final String SET = """
            insert into promotion_quota (id, template_id, member_id, units, reason, changed_at)
            values ($1, $2, $3, $4, $5, $6)
            on conflict on constraint promotion_quota_one_uk do update
               set units = $4, reason = $5, changed_at = $6, version = promotion_quota.version + 1
             where promotion_quota.given <= $4""";

    /** The same guard as for the template: whoever gets the row back has one of what is left. */
    private static final String TAKE = """
            update promotion_quota set given = given + 1
             where id = $1 and member_id = $2 and given < units
            returning template_id""";

    private static final String TAKE_DROPPED =
            "update promotion_quota set given = given + 1 where id = $1 and given < units";

    private static final String EXISTS = "select template_id from promotion_quota where id = $1 and member_id = $2";

    /** A quota with the name of its template. */
    public record Quota(
            UUID id,
            CouponTemplateId template,
            String name,
            MemberId member,
            int units,
            int given,
            String reason,
            long version,
            Instant changedAt) {}

    /** Null when there is none. */
    public Uni<Quota> find(Sql sql, CouponTemplateId template, MemberId member) {
        return sql.one(ONE, QuotaStore::quota, template, member);
    }

    public Uni<List<Quota>> page(Sql sql, CouponTemplateId template, int page, int size) {
        return sql.list(OF_TEMPLATE, QuotaStore::quota, template, size, (page - 1) * size);
    }

    public Uni<Long> count(Sql sql, CouponTemplateId template) {
        return sql.one(COUNT, row -> row.getLong("n"), template);
    }

    public Uni<List<Quota>> of(Sql sql, MemberId member, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_MEMBER,
                QuotaStore::quota,
                member,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    public Uni<Boolean> has(Sql sql, MemberId member) {
        return sql.one(HAS, row -> row.getBoolean("has"), member);
    }

    /** Zero when more was handed on than that. */
    public Uni<Integer> set(
            Tx tx, UUID id, CouponTemplateId template, MemberId member, int units, String reason, Instant now) {
        return tx.execute(SET, id, template, member, units, reason, now);
    }

    /** One of what is left of it; null when nothing is. */
    public Uni<CouponTemplateId> take(Tx tx, UUID id, MemberId member) {
        return tx.one(TAKE, row -> new CouponTemplateId(row.getUUID("template_id")), id, member);
    }

    /** The same for one that was dropped; zero when nothing is left. */
    public Uni<Integer> takeDropped(Tx tx, UUID id) {
        return tx.execute(TAKE_DROPPED, id);
    }

    /** Null when it is not the member's. */
    public Uni<CouponTemplateId> templateOf(Sql sql, UUID id, MemberId member) {
        return sql.one(EXISTS, row -> new CouponTemplateId(row.getUUID("template_id")), id, member);
    }

    private static Quota quota(Row row) {
        return new Quota(
                row.getUUID("id"),
                new CouponTemplateId(row.getUUID("template_id")),
                row.getString("name"),
                new MemberId(row.getUUID("member_id")),
                row.getInteger("units"),
                row.getInteger("given"),
                row.getString("reason"),
                row.getLong("version"),
                Columns.instant(row, "changed_at"));
    }
}
