package cn.siyu.koc.store;

import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.domain.CommunityDay;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** How communities do, reckoned from who was there and what was sold: one statement for all communities and days that are asked for. */
@Singleton
public class HealthStore {

    private static final String HEALTH = """
            with days as (
                select * from unnest($2::text[]::date[], $3::timestamptz[], $4::timestamptz[]) as d (day, starts, ends)
            )
            select c.id, c.name, d.day, n.members, n.joined, n.gone, n.silent, n.buyers, n.lately, s.orders, s.gross_fen,
                   r.back_fen
              from koc_community c
             cross join days d
              join lateral (
                  select count(*) filter (where a.present) as members,
                         count(*) filter (where m.joined_at >= d.starts) as joined,
                         count(*) filter (where m.left_at < d.ends) as gone,
                         count(*) filter (where a.present and m.joined_at < d.ends - make_interval(secs => $5::int)
                                            and not a.lately and not a.seen) as silent,
                         count(distinct m.member_id) filter (where a.bought) as buyers,
                         count(*) filter (where a.present and a.lately) as lately
                    from koc_membership m
                   cross join lateral (
                       select m.left_at is null or m.left_at >= d.ends as present,
                              exists (select from koc_sale
                                       where member_id = m.member_id and at >= d.starts and at < d.ends) as bought,
                              exists (select from koc_sale
                                       where member_id = m.member_id and at < d.ends
                                         and at >= d.ends - make_interval(secs => $5::int)) as lately,
                              exists (select from koc_seen
                                       where member_id = m.member_id and day <= d.day and day > d.day - $6::int) as seen) a
                   where m.community_id = c.id and m.joined_at < d.ends and (m.left_at is null or m.left_at >= d.starts)
              ) n on true
              join lateral (
                  select count(*) as orders, coalesce(sum(gross_fen), 0)::bigint as gross_fen
                    from koc_sale
                   where community_id = c.id and at >= d.starts and at < d.ends) s on true
              join lateral (
                  select coalesce(sum(f.amount_fen), 0)::bigint as back_fen
                    from koc_refund f
                    join koc_sale o on o.order_id = f.order_id
                   where o.community_id = c.id and f.at >= d.starts and f.at < d.ends) r on true
             where c.id = any($1::uuid[])
             order by d.day desc, c.name, c.id""";

    /** @param window how far back "of late" reaches */
    public Uni<List<CommunityDay>> days(
            Sql sql, Collection<CommunityId> communities, List<LocalDate> days, Duration window) {
        return sql.list(
                HEALTH,
                row -> new CommunityDay(
                        new CommunityId(row.getUUID("id")),
                        row.getString("name"),
                        row.getLocalDate("day"),
                        row.getLong("members"),
                        row.getLong("joined"),
                        row.getLong("gone"),
                        row.getLong("silent"),
                        row.getLong("buyers"),
                        row.getLong("lately"),
                        row.getLong("orders"),
                        Columns.money(row, "gross_fen"),
                        Columns.money(row, "back_fen")),
                communities,
                days.stream().map(LocalDate::toString).toList(),
                days.stream().map(ShopCalendar::startOf).toList(),
                days.stream().map(day -> ShopCalendar.startOf(day.plusDays(1))).toList(),
                Math.toIntExact(window.toSeconds()),
                Math.toIntExact(window.toDays()));
    }
}
