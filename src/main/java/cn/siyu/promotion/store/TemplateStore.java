package cn.siyu.promotion.store;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import cn.siyu.promotion.CouponTemplateId;
import cn.siyu.promotion.domain.Giving.Way;
import cn.siyu.promotion.domain.Template;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Templates, and how many of each were given out. */
@Singleton
public class TemplateStore {

    private static final String SELECT = "select " + TemplateRow.COLUMNS + " from promotion_template t ";

    private static final String BY_ID = SELECT + "where t.id = $1";

    private static final String LOCK = BY_ID + " for update";

    private static final String PAGE = SELECT + """
            where ($1::text is null or t.state = $1)
            order by t.created_at desc, t.id desc limit $2 offset $3""";

    private static final String COUNT =
            "select count(*) as n from promotion_template t where ($1::text is null or t.state = $1)";

    private static final String SHOWN = "select " + TemplateRow.COLUMNS + """
            , case when t.day = $3 then t.day_taken else 0 end as today,
                   (select count(*) from promotion_coupon c where c.template_id = t.id and c.member_id = $1)::int as mine
              from promotion_template t
             where t.state = 'RUNNING' and 'CLAIM' = any(t.ways) and t.claim_until > $2
               and ($4::timestamptz is null or (t.created_at, t.id) < ($4, $5::uuid))
             order by t.created_at desc, t.id desc limit $6""";

    private static final String ONE_SHOWN = "select " + TemplateRow.COLUMNS + """
            , case when t.day = $2 then t.day_taken else 0 end as today,
                   (select count(*) from promotion_coupon c where c.template_id = t.id and c.member_id = $3)::int as mine
              from promotion_template t
             where t.id = $1 and t.state <> 'DRAFT'""";

    private static final String RUNNING = SELECT + """
            where t.state = 'RUNNING' and $1 = any(t.ways) and t.claim_from <= $2 and t.claim_until > $2
              and t.paid_min_fen <= $3 and t.taken < t.total
            order by t.id limit 50""";

    private static final String INSERT = """
            insert into promotion_template (
                   id, created_at, changed_at, state, name, note, type, off_fen, off_bp, cap_fen, sku_id, units, price_fen, scope,
                   scope_ids, scope_roles, threshold_fen, segment_id, stack_group, ways, total, per_person, per_day, paid_min_fen,
                   claim_from, claim_until, valid_from, valid_until, delay_days, valid_days, bearer, bearer_id, extend_days,
                   channel)
            values ($1, $2, $2, 'DRAFT', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::uuid[], $14::text[], $15, $16, $17,
                    $18::text[], $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32)""";

    private static final String UPDATE = """
            update promotion_template
               set changed_at = $2, name = $3, note = $4, type = $5, off_fen = $6, off_bp = $7, cap_fen = $8, sku_id = $9,
                   units = $10, price_fen = $11, scope = $12, scope_ids = $13::uuid[], scope_roles = $14::text[],
                   threshold_fen = $15, segment_id = $16, stack_group = $17, ways = $18::text[], total = $19, per_person = $20,
                   per_day = $21, paid_min_fen = $22, claim_from = $23, claim_until = $24, valid_from = $25, valid_until = $26,
                   delay_days = $27, valid_days = $28, bearer = $29, bearer_id = $30, extend_days = $31,
                   channel = $32, state = $33, version = version + 1
             where id = $1 and version = $34""";

    /** The one guarded update (H2): whoever gets a row back has one of what remained. */
    private static final String TAKE = """
            update promotion_template t
               set taken = taken + 1,
                   day = case when $3 = 'CLAIM' then $4 else day end,
                   day_taken = case when $3 <> 'CLAIM' then day_taken when day = $4 then day_taken + 1 else 1 end
             where id = $1 and state = 'RUNNING' and ($3 = any(ways) or $3 in ('GRANT', 'LEADER', 'SERVED'))
               and claim_from <= $2 and claim_until > $2 and taken < total
               and ($3 <> 'CLAIM' or per_day is null or day is distinct from $4 or day_taken < per_day)
            returning\s""" + TemplateRow.COLUMNS;

    private static final String TAKE_MANY =
            "update promotion_template set taken = taken + $2 where id = $1 and taken + $2 <= total";

    /** A template as one member sees it. */
    public record Shown(Template template, int today, int mine) {}

    public Uni<Template> find(Sql sql, CouponTemplateId id) {
        return sql.one(BY_ID, TemplateRow::template, id);
    }

    /** The template; refused when there is none. */
    public Uni<Template> known(Sql sql, CouponTemplateId id) {
        return find(sql, id).onItem().ifNull().failWith(Refused::notFound);
    }

    public Uni<Template> lock(Tx tx, CouponTemplateId id) {
        return tx.one(LOCK, TemplateRow::template, id);
    }

    public Uni<List<Template>> page(Sql sql, Template.@Nullable State state, int page, int size) {
        return sql.list(PAGE, TemplateRow::template, state, size, (page - 1) * size);
    }

    public Uni<Long> count(Sql sql, Template.@Nullable State state) {
        return sql.one(COUNT, row -> row.getLong("n"), (Object) state);
    }

    /** What the claim page shows, the newest first; without what was not begun by staff, paused or ended. */
    public Uni<List<Shown>> shown(Sql sql, MemberId member, Instant now, Optional<Cursor> after, int limit) {
        return sql.list(
                SHOWN,
                row -> new Shown(TemplateRow.template(row), row.getInteger("today"), row.getInteger("mine")),
                member,
                now,
                ShopCalendar.dayOf(now),
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    /** Null when there is none that a member may know of. */
    public Uni<Shown> shown(Sql sql, CouponTemplateId id, MemberId member, Instant now) {
        return sql.one(
                ONE_SHOWN,
                row -> new Shown(TemplateRow.template(row), row.getInteger("today"), row.getInteger("mine")),
                id,
                ShopCalendar.dayOf(now),
                member);
    }

    /** Templates of which coupons are given that way now, for something worth so much. */
    public Uni<List<Template>> running(Sql sql, Way way, Instant now, long worthFen) {
        return sql.list(RUNNING, TemplateRow::template, way, now, worthFen);
    }

    public Uni<Integer> insert(Tx tx, CouponTemplateId id, Template.Terms terms, Instant now) {
        return tx.execute(INSERT, values(Stream.of(id, now), terms, Stream.empty()));
    }

    /** Zero when the version is no longer this one. */
    public Uni<Integer> update(Tx tx, Template template, Instant now) {
        return tx.execute(
                UPDATE,
                values(
                        Stream.of(template.id(), now),
                        template.terms(),
                        Stream.of(template.state(), template.version())));
    }

    /** One of what remains, and with it the row until the transaction ends; null when there is nothing to take. */
    public Uni<Template> take(Tx tx, CouponTemplateId id, Way way, Instant now, LocalDate today) {
        return tx.one(TAKE, TemplateRow::template, id, now, way, today);
    }

    /** The same for many at once; whoever calls holds the row and has looked at what remains. */
    public Uni<Integer> take(Tx tx, CouponTemplateId id, int units) {
        return tx.execute(TAKE_MANY, id, units);
    }

    private static @Nullable Object[] values(Stream<Object> before, Template.Terms terms, Stream<Object> after) {
        return Stream.of(before, Stream.of(TemplateRow.values(terms)), after)
                .flatMap(each -> each)
                .toArray();
    }
}
