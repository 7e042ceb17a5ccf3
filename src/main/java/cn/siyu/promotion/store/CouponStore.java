package cn.siyu.promotion.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponId;
import cn.siyu.promotion.domain.Coupon;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Template;
import cn.siyu.promotion.domain.Validity.Span;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Coupons in members' hands: given, shown, run out. */
@Singleton
public class CouponStore {

    static final String COLUMNS =
            "select c.id, c.member_id, c.state, c.valid_from, c.valid_until, c.extended, c.received_at, "
                    + TemplateRow.COLUMNS
                    + " from promotion_coupon c join promotion_template t on t.id = c.template_id ";

    /** More are not looked at in one purchase: those that end soonest. */
    private static final String IN_HAND = COLUMNS + """
            where c.member_id = $1 and c.state in ('AVAILABLE', 'HELD') and c.valid_until > $2
            order by c.valid_until, c.id limit 100""";

    private static final String OF_MEMBER = COLUMNS + "where c.member_id = $1 and c.id = any($2::uuid[])";

    private static final String PAGE = COLUMNS + """
            where c.member_id = $1
              and ($2::text is null or case when c.state = 'AVAILABLE' and c.valid_until <= $6 then 'EXPIRED' else c.state end = $2)
              and ($3::timestamptz is null or (c.received_at, c.id) < ($3, $4::uuid))
            order by c.received_at desc, c.id desc limit $5""";

    /** The row of the template is held: the count is true until this transaction ends. */
    private static final String INSERT = """
            insert into promotion_coupon (
                   id, template_id, member_id, seq, per_person, source, source_id, state, valid_from, valid_until, received_at,
                   changed_at)
            select $1, $2, $3, had.n + 1, $4, $5, $6, 'AVAILABLE', $7, $8, $9, $9
              from (select count(*)::int as n from promotion_coupon where template_id = $2 and member_id = $3) had
             where had.n < $4""";

    private static final String INSERT_MANY = """
            insert into promotion_coupon (
                   id, template_id, member_id, seq, per_person, source, source_id, state, valid_from, valid_until, received_at,
                   changed_at)
            select n.id, $1, n.member_id,
                   (select count(*)::int + 1 from promotion_coupon h where h.template_id = $1 and h.member_id = n.member_id),
                   $4, 'GRANT', $5, 'AVAILABLE', $6, $7, $8, $8
              from unnest($2::uuid[], $3::uuid[]) as n (id, member_id)""";

    /** Those of them who may have one more and have none of this grant. */
    private static final String OPEN_TO = """
            select n.member_id
              from unnest($1::uuid[]) as n (member_id)
             where (select count(*) from promotion_coupon h where h.template_id = $2 and h.member_id = n.member_id) < $3
               and not exists (select 1 from promotion_coupon g
                                where g.template_id = $2 and g.member_id = n.member_id and g.source = 'GRANT'
                                  and g.source_id = $4)
             order by n.member_id limit $5""";

    private static final String OPEN_FOR = """
            select (select count(*) from promotion_coupon where template_id = $1 and member_id = $2) < $5
                   and not exists (select 1 from promotion_coupon
                                    where template_id = $1 and member_id = $2 and source = $3 and source_id = $4) as open""";

    private static final String RUN_OUT = """
            update promotion_coupon c
               set state = 'EXPIRED', changed_at = $1
              from (select id from promotion_coupon
                     where state = 'AVAILABLE' and valid_until <= $1
                     order by valid_until limit $2
                       for update skip locked) due
             where c.id = due.id""";

    /** A coupon in a list. */
    public record Card(Coupon coupon, Instant receivedAt) {}

    /** A coupon about to be written. */
    public record New(
            CouponId id, MemberId member, Way way, @Nullable UUID source) {}

    public Uni<List<Coupon>> inHand(Sql sql, MemberId member, Instant now) {
        return sql.list(IN_HAND, CouponStore::coupon, member, now);
    }

    /** Those of these that are the member's. */
    public Uni<List<Coupon>> of(Sql sql, MemberId member, Collection<CouponId> ids) {
        return sql.list(OF_MEMBER, CouponStore::coupon, member, ids);
    }

    /** The last received first. */
    public Uni<List<Card>> page(
            Sql sql, MemberId member, Coupon.@Nullable State state, Optional<Cursor> after, int limit, Instant now) {
        return sql.list(
                PAGE,
                row -> new Card(coupon(row), Columns.instant(row, "received_at")),
                member,
                state,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit,
                now);
    }

    /** Zero when the member has had as many as one person gets. Whoever calls holds the template. */
    public Uni<Integer> insert(Tx tx, New coupon, Template template, Instant now) {
        var span = template.terms().validity().of(now);
        return tx.execute(
                INSERT,
                coupon.id(),
                template.id(),
                coupon.member(),
                template.terms().giving().perPerson(),
                coupon.way(),
                coupon.source(),
                span.from(),
                span.until(),
                now);
    }

    public Uni<List<UUID>> openTo(Tx tx, Template template, UUID grant, Collection<UUID> members, int limit) {
        return tx.list(
                OPEN_TO,
                row -> row.getUUID("member_id"),
                members,
                template.id(),
                template.terms().giving().perPerson(),
                grant,
                limit);
    }

    /** Coupons of one grant for different members. Whoever calls holds the template. */
    public Uni<Integer> insertGranted(
            Tx tx, Template template, UUID grant, List<CouponId> ids, List<UUID> members, Instant now) {
        var span = template.terms().validity().of(now);
        return tx.execute(
                INSERT_MANY,
                template.id(),
                ids,
                members,
                template.terms().giving().perPerson(),
                grant,
                span.from(),
                span.until(),
                now);
    }

    /** Whether the member may have one more, and has none from there. Whoever calls holds the template. */
    public Uni<Boolean> openFor(Tx tx, Template template, MemberId member, Way way, UUID source) {
        return tx.one(
                OPEN_FOR,
                row -> row.getBoolean("open"),
                template.id(),
                member,
                way,
                source,
                template.terms().giving().perPerson());
    }

    /** Answers how many have run out. */
    public Uni<Integer> runOut(Tx tx, Instant now, int limit) {
        return tx.execute(RUN_OUT, now, limit);
    }

    static Coupon coupon(Row row) {
        return new Coupon(
                new CouponId(row.getUUID("id")),
                new MemberId(row.getUUID("member_id")),
                Columns.constant(row, "state", Coupon.State.class),
                new Span(Columns.instant(row, "valid_from"), Columns.instant(row, "valid_until")),
                row.getBoolean("extended"),
                TemplateRow.template(row));
    }
}
