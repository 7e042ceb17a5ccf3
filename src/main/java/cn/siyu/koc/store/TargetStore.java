package cn.siyu.koc.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.domain.Target;
import cn.siyu.koc.domain.Target.Kind;
import cn.siyu.koc.domain.Target.Metric;
import cn.siyu.koc.domain.Target.Wish;
import cn.siyu.koc.domain.TargetPeriod;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Targets, and what has been reached of them: one statement for all that are shown. */
@Singleton
public class TargetStore {

    private static final String MATCHING = """
             where ($1::text is null or t.kind = $1) and ($2::uuid is null or t.subject_id = $2)
               and ($3::text is null or t.period = $3)
            """;

    /** Scope: what a seller owns and is, and what a KOC serves and is. */
    private static final String OF_PARTNER = """
             where (t.subject_id in (select id from koc_seller where member_id = $1 and state = 'ACTIVE')
                    or t.subject_id in (select id from koc_koc where member_id = $1)
                    or t.subject_id in (
                        select o.community_id
                          from koc_community_owner o
                          join koc_seller s on s.id = o.seller_id
                         where o.valid_to is null and s.member_id = $1 and s.state = 'ACTIVE')
                    or t.subject_id in (
                        select b.community_id
                          from koc_binding b
                          join koc_koc k on k.id = b.koc_id
                         where b.state in ('ACTIVE', 'PAUSED') and k.member_id = $1))
               and ($2::text is null or t.period = $2)
            """;

    private static final String REACHED = """
            select t.id, t.kind, t.subject_id, t.metric, t.period, t.starts, t.ends, t.goal, t.set_by, t.set_at, t.version,
                   coalesce(c.name, s.name, k.name, '-') as name,
                   coalesce(case t.metric
                       when 'JOINS' then case t.kind
                           when 'COMMUNITY' then (
                               select count(*) from koc_membership m
                                where m.community_id = t.subject_id and m.joined_at >= t.starts and m.joined_at < t.ends)
                           when 'SELLER' then (
                               select count(*)
                                 from koc_community_owner o
                                 join koc_membership m on m.community_id = o.community_id
                                where o.seller_id = t.subject_id and m.joined_at >= t.starts and m.joined_at < t.ends
                                  and m.joined_at >= o.valid_from and (o.valid_to is null or m.joined_at < o.valid_to))
                           else (
                               select count(*) from koc_membership m
                                where m.inviter_id = k.member_id and m.joined_at >= t.starts and m.joined_at < t.ends) end
                       when 'CONVERSION' then (
                           select 10000 * count(*) filter (where exists (
                                      select from koc_sale x
                                       where x.member_id = m.member_id and x.at >= t.starts and x.at < t.ends))
                                  / nullif(count(*), 0)
                             from koc_membership m
                            where m.left_at is null
                              and m.community_id in (
                                  select t.subject_id where t.kind = 'COMMUNITY'
                                  union all
                                  select o.community_id from koc_community_owner o
                                   where t.kind = 'SELLER' and o.seller_id = t.subject_id and o.valid_to is null))
                       else (
                           select case t.metric when 'ORDERS' then count(*)
                                                when 'BUYERS' then count(distinct q.member_id)
                                                else sum(q.left_fen)::bigint end
                             from (select x.member_id, x.gross_fen - coalesce(r.back_fen, 0) as left_fen
                                     from (select order_id, member_id, gross_fen from koc_sale
                                            where t.kind = 'COMMUNITY' and community_id = t.subject_id
                                              and at >= t.starts and at < t.ends
                                           union all
                                           select order_id, member_id, gross_fen from koc_sale
                                            where t.kind = 'SELLER' and seller_id = t.subject_id
                                              and at >= t.starts and at < t.ends
                                           union all
                                           select order_id, member_id, gross_fen from koc_sale
                                            where t.kind = 'KOC' and koc_id = t.subject_id
                                              and at >= t.starts and at < t.ends) x
                                     left join lateral (
                                         select sum(amount_fen) as back_fen from koc_refund where order_id = x.order_id) r
                                       on true) q
                            where q.left_fen > 0) end, 0)::bigint as actual
              from koc_target t
              left join koc_community c on t.kind = 'COMMUNITY' and c.id = t.subject_id
              left join koc_seller s on t.kind = 'SELLER' and s.id = t.subject_id
              left join koc_koc k on t.kind = 'KOC' and k.id = t.subject_id
            """;

    private static final String ORDER = " order by t.starts desc, t.id desc ";

    private static final String FIND = """
            select t.id, t.kind, t.subject_id, t.metric, t.period, t.starts, t.ends, t.goal, t.set_by, t.set_at, t.version
              from koc_target t
             where t.kind = $1 and t.subject_id = $2 and t.metric = $3 and t.period = $4
               for update""";

    private static final String KNOWN = """
            select case $1::text when 'COMMUNITY' then exists (select from koc_community where id = $2)
                                 when 'SELLER' then exists (select from koc_seller where id = $2)
                                 else exists (select from koc_koc where id = $2 and since is not null) end as found""";

    private static final String SET = """
            insert into koc_target as t (id, kind, subject_id, metric, period, starts, ends, goal, set_by, set_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            on conflict on constraint koc_target_once_uk do update
               set goal = excluded.goal, set_by = excluded.set_by, set_at = excluded.set_at, version = t.version + 1
            returning id""";

    /** A target, whose it is by name, and what has been reached of it. */
    public record Reached(Target target, String name, long actual) {}

    /** What staff search by; an absent value matches all. */
    public record Filter(
            @Nullable Kind kind,
            @Nullable UUID subject,
            @Nullable String period) {}

    /** Null when there is none. */
    public Uni<Target> lock(Tx tx, Wish wish) {
        return tx.one(
                FIND,
                TargetStore::target,
                wish.kind(),
                wish.subject(),
                wish.metric(),
                wish.period().name());
    }

    public Uni<Boolean> isKnown(Sql sql, Kind kind, UUID subject) {
        return sql.one(KNOWN, row -> row.getBoolean("found"), kind, subject);
    }

    /** Answers its id: that of the one that was there, if one was. */
    public Uni<UUID> set(Tx tx, Target target) {
        var wish = target.wish();
        return tx.one(
                SET,
                row -> row.getUUID("id"),
                target.id(),
                wish.kind(),
                wish.subject(),
                wish.metric(),
                wish.period().name(),
                wish.period().starts(),
                wish.period().ends(),
                wish.goal(),
                target.setBy(),
                target.setAt());
    }

    public Uni<Integer> remove(Tx tx, UUID id) {
        return tx.execute("delete from koc_target where id = $1", id);
    }

    public Uni<Reached> one(Sql sql, UUID id) {
        return sql.one(REACHED + " where t.id = $1", TargetStore::reached, id);
    }

    public Uni<List<Reached>> page(Sql sql, Filter filter, int page, int size) {
        return sql.list(
                REACHED + MATCHING + ORDER + "limit $4 offset $5",
                TargetStore::reached,
                filter.kind(),
                filter.subject(),
                filter.period(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, Filter filter) {
        return sql.one(
                "select count(*) as total from koc_target t" + MATCHING,
                row -> row.getLong("total"),
                filter.kind(),
                filter.subject(),
                filter.period());
    }

    public Uni<List<Reached>> ofPartner(Sql sql, MemberId member, @Nullable String period, int limit) {
        return sql.list(REACHED + OF_PARTNER + ORDER + "limit $3", TargetStore::reached, member, period, limit);
    }

    private static Reached reached(Row row) {
        return new Reached(target(row), row.getString("name"), row.getLong("actual"));
    }

    private static Target target(Row row) {
        return new Target(
                row.getUUID("id"),
                new Wish(
                        Columns.constant(row, "kind", Kind.class),
                        row.getUUID("subject_id"),
                        Columns.constant(row, "metric", Metric.class),
                        new TargetPeriod(
                                row.getString("period"), Columns.instant(row, "starts"), Columns.instant(row, "ends")),
                        row.getLong("goal")),
                row.getString("set_by"),
                Columns.instant(row, "set_at"),
                row.getLong("version"));
    }
}
