package cn.siyu.promotion.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.domain.Drop;
import cn.siyu.promotion.domain.Validity.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Coupons dropped into communities, and who claimed them. */
@Singleton
public class DropStore {

    private static final String COLUMNS = """
            select d.id as d_id, d.community_id, d.giver_id, d.quota_id, d.units as d_units, d.per_member, d.opens_at,
                   d.closes_at, d.taken as d_taken, d.ended_at, d.reason as d_reason, d.actor_name, d.version as d_version,
                   d.created_at as d_created_at, q.units - q.given as quota_left,
            """ + TemplateRow.COLUMNS;

    private static final String FROM = """

              from promotion_drop d
              join promotion_template t on t.id = d.template_id
              left join promotion_quota q on q.id = d.quota_id
            """;

    private static final String PROGRESS = COLUMNS + """
            , (select count(*) from promotion_drop_claim x
                 join promotion_coupon c on c.id = x.coupon_id
                where x.drop_id = d.id and c.state = 'USED')::int as used""" + FROM;

    private static final String ONE = PROGRESS + "where d.id = $1";

    private static final String OF_TEMPLATE =
            PROGRESS + "where d.template_id = $1 order by d.created_at desc, d.id desc limit $2 offset $3";

    private static final String COUNT = "select count(*) as n from promotion_drop where template_id = $1";

    private static final String OF_GIVER = PROGRESS + """
            where d.giver_id = $1 and ($2::timestamptz is null or (d.created_at, d.id) < ($2, $3::uuid))
            order by d.created_at desc, d.id desc limit $4""";

    private static final String SEEN = COLUMNS + """
            , (select count(*) from promotion_drop_claim x where x.drop_id = d.id and x.member_id = $2)::int as mine,
              (select count(*) from promotion_coupon c where c.template_id = d.template_id and c.member_id = $2)::int
                  as mine_of_template""" + FROM + "where d.id = $1";

    private static final String INSERT = """
            insert into promotion_drop (
                   id, template_id, community_id, giver_id, quota_id, units, per_member, opens_at, closes_at, reason, actor_name,
                   created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)""";

    /** The guard of a drop: whoever changes the row has one of those that were dropped. */
    private static final String TAKE = """
            update promotion_drop set taken = taken + 1
             where id = $1 and taken < units and opens_at <= $2 and closes_at > $2 and ended_at is null""";

    /** The row of the drop is held: the count is true until this transaction ends. */
    private static final String CLAIM = """
            insert into promotion_drop_claim (drop_id, member_id, seq, per_member, coupon_id, claimed_at)
            select $1, $2, had.n + 1, $3, $4, $5
              from (select count(*)::int as n from promotion_drop_claim where drop_id = $1 and member_id = $2) had
             where had.n < $3""";

    private static final String END = """
            update promotion_drop set ended_at = $3, version = version + 1
             where id = $1 and version = $2 and ended_at is null""";

    /** A drop with how far it has come. */
    public record Progress(Drop drop, int used, String reason, String actor) {}

    /** A drop as one member sees it. */
    public record Seen(Drop drop, int mine, int mineOfTemplate) {}

    /** Null when there is none. */
    public Uni<Progress> find(Sql sql, UUID id) {
        return sql.one(ONE, DropStore::progress, id);
    }

    /** The newest first. */
    public Uni<List<Progress>> page(Sql sql, CouponTemplateId template, int page, int size) {
        return sql.list(OF_TEMPLATE, DropStore::progress, template, size, (page - 1) * size);
    }

    public Uni<Long> count(Sql sql, CouponTemplateId template) {
        return sql.one(COUNT, row -> row.getLong("n"), template);
    }

    /** Those that the member has made, the newest first. */
    public Uni<List<Progress>> of(Sql sql, MemberId giver, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_GIVER,
                DropStore::progress,
                giver,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** Null when there is none. */
    public Uni<Seen> seen(Sql sql, UUID id, MemberId member) {
        return sql.one(
                SEEN,
                row -> new Seen(drop(row), row.getInteger("mine"), row.getInteger("mine_of_template")),
                id,
                member);
    }

    public Uni<Integer> insert(Tx tx, Progress made) {
        var drop = made.drop();
        return tx.execute(
                INSERT,
                drop.id(),
                drop.template().id(),
                drop.community(),
                drop.backing().map(Drop.Backing::giver).orElse(null),
                drop.backing().map(Drop.Backing::quota).orElse(null),
                drop.plan().units(),
                drop.plan().perMember(),
                drop.plan().window().from(),
                drop.plan().window().until(),
                made.reason(),
                made.actor(),
                drop.createdAt());
    }

    /** One of what was dropped, and with it the row until the transaction ends; zero when nothing is left or it is over. */
    public Uni<Integer> take(Tx tx, UUID id, Instant now) {
        return tx.execute(TAKE, id, now);
    }

    /** Zero when the member has had as many as a member gets. Whoever calls holds the drop. */
    public Uni<Integer> claim(Tx tx, Drop drop, MemberId member, CouponId coupon, Instant now) {
        return tx.execute(CLAIM, drop.id(), member, drop.plan().perMember(), coupon, now);
    }

    /** Zero when the version is no longer this one, or it was ended. */
    public Uni<Integer> end(Tx tx, UUID id, long version, Instant now) {
        return tx.execute(END, id, version, now);
    }

    private static Progress progress(Row row) {
        return new Progress(drop(row), row.getInteger("used"), row.getString("d_reason"), row.getString("actor_name"));
    }

    private static Drop drop(Row row) {
        return new Drop(
                row.getUUID("d_id"),
                TemplateRow.template(row),
                row.getUUID("community_id"),
                Optional.ofNullable(row.getUUID("giver_id"))
                        .map(giver -> new Drop.Backing(
                                new MemberId(giver), row.getUUID("quota_id"), row.getInteger("quota_left"))),
                new Drop.Plan(
                        row.getInteger("d_units"),
                        row.getInteger("per_member"),
                        new Span(Columns.instant(row, "opens_at"), Columns.instant(row, "closes_at"))),
                row.getInteger("d_taken"),
                Columns.optionalInstant(row, "ended_at"),
                row.getLong("d_version"),
                Columns.instant(row, "d_created_at"));
    }
}
