package cn.siyu.groupbuy.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.CommunityOffers.Offer;
import cn.siyu.koc.CommunityOffers.OpenGroup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Activities that are offered to communities with their open groups: one statement for all that somebody works in. */
@Singleton
public class CommunityBoard {

    private static final String RUNNING = """
            select a.id, a.name, a.spu_id, a.community_id, a.ends_at, p.from_fen, g.group_id, g.size, g.missing, g.expires_at
              from (select id, name, spu_id, community_id, ends_at
                      from groupbuy_activity
                     where community_id = any($1::uuid[]) and state = 'RUNNING' and starts_at <= $2 and ends_at > $2
                     order by ends_at, id
                     limit $4) a
              join lateral (select min(price_fen) as from_fen from groupbuy_offer where activity_id = a.id) p on true
              left join lateral (
                  select id as group_id, size, size - held - paid as missing, expires_at
                    from groupbuy_group
                   where activity_id = a.id and state = 'OPEN' and held + paid < size and expires_at > $3
                   order by expires_at, id
                   limit 5) g on true
             order by a.ends_at, a.id, g.expires_at, g.group_id""";

    private record Line(Offer offer, List<OpenGroup> groups) {}

    /** @param until a group that runs out before cannot be paid for any more */
    public Uni<List<Offer>> running(
            Sql sql, Collection<CommunityId> communities, Instant now, Instant until, int limit) {
        return sql.list(RUNNING, CommunityBoard::line, communities, now, until, limit)
                .map(CommunityBoard::gathered);
    }

    private static List<Offer> gathered(List<Line> lines) {
        var byActivity = lines.stream()
                .collect(Collectors.groupingBy(
                        line -> line.offer().activity(), LinkedHashMap<UUID, List<Line>>::new, Collectors.toList()));
        return byActivity.values().stream().map(CommunityBoard::offer).toList();
    }

    private static Offer offer(List<Line> lines) {
        var first = lines.getFirst().offer();
        return new Offer(
                first.activity(),
                first.name(),
                first.spu(),
                first.community(),
                first.endsAt(),
                first.from(),
                lines.stream().flatMap(line -> line.groups().stream()).toList());
    }

    private static Line line(Row row) {
        var group = row.getUUID("group_id");
        return new Line(
                new Offer(
                        row.getUUID("id"),
                        row.getString("name"),
                        row.getUUID("spu_id"),
                        new CommunityId(row.getUUID("community_id")),
                        Columns.instant(row, "ends_at"),
                        Columns.money(row, "from_fen"),
                        List.of()),
                group == null
                        ? List.of()
                        : List.of(new OpenGroup(
                                group,
                                row.getInteger("size"),
                                row.getInteger("missing"),
                                Columns.instant(row, "expires_at"))));
    }
}
