package cn.siyu.koc.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.CommunityId;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Memberships as a chat at WeCom shows them, many at once; the community is held by whoever calls. */
@Singleton
public class SeatStore {

    private static final String LEAVE = """
            with gone as (
                update koc_membership
                   set left_at = greatest($3, joined_at), state = 'LEFT'
                 where community_id = $1 and left_at is null and scene = 'WECOM' and member_id <> all($2::uuid[])
             returning id
            ), counted as (
                update koc_community
                   set members = members - (select count(*) from gone)
                 where id = $1 and exists (select from gone)
            )
            select count(*) as gone from gone""";

    private static final String NEWCOMERS = """
            select n.member_id, n.since
              from unnest($2::uuid[], $3::timestamptz[]) as n (member_id, since)
             where not exists (
                   select from koc_membership m
                    where m.community_id = $1 and m.member_id = n.member_id
                      and (m.left_at is null or m.left_at >= n.since))
             order by n.since, n.member_id""";

    private static final String ENTER = """
            with came as (
                insert into koc_membership (id, community_id, member_id, joined_at, scene, state)
                select n.id, $1, n.member_id, least(n.since, $5), 'WECOM', 'PRESENT'
                  from unnest($2::uuid[], $3::uuid[], $4::timestamptz[]) as n (id, member_id, since)
             returning id
            )
            update koc_community set members = members + (select count(*) from came) where id = $1""";

    /** A member in a chat, and since when. */
    public record Seat(MemberId member, Instant since) {}

    /** Those who came by the chat and sit there no more; answers how many. */
    public Uni<Integer> leave(Tx tx, CommunityId community, List<Seat> there, Instant now) {
        return tx.one(LEAVE, row -> row.getInteger("gone"), community, members(there), now);
    }

    /** Those who are not there yet and have not left since. */
    public Uni<List<Seat>> newcomers(Tx tx, CommunityId community, List<Seat> there) {
        return tx.list(
                NEWCOMERS,
                row -> new Seat(new MemberId(row.getUUID("member_id")), Columns.instant(row, "since")),
                community,
                members(there),
                times(there));
    }

    public Uni<Void> enter(Tx tx, CommunityId community, List<Seat> newcomers, Instant now) {
        return newcomers.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.execute(
                                ENTER,
                                community,
                                newcomers.stream().map(_ -> Ids.next()).toList(),
                                members(newcomers),
                                times(newcomers),
                                now)
                        .replaceWithVoid();
    }

    private static List<UUID> members(List<Seat> seats) {
        return seats.stream().map(seat -> seat.member().value()).toList();
    }

    private static List<Instant> times(List<Seat> seats) {
        return seats.stream().map(Seat::since).toList();
    }
}
