package cn.siyu.groupbuy.store;

import static java.util.stream.Collectors.toMap;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.Seating.Share;
import cn.siyu.groupbuy.store.SeatStore.Placed;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one person has taken of an activity (A13). Changed after stock, in every use case, so that two of them never wait for each
 * other; several rows are locked sorted.
 */
@Singleton
public class PersonStore {

    private static final String KNOWN = """
        select member_id
          from groupbuy_person
         where activity_id = $1 and ($2::uuid is null or member_id > $2)
         order by member_id
         limit $3\
        """;

    private static final String SHARES = """
        select member_id, units, open_groups
          from groupbuy_person
         where activity_id = $1 and member_id = any($2::uuid[])\
        """;

    /** Sorted; two requests of one person at once: the second waits for the first and then counts what it took. */
    private static final String TAKE = """
        insert into groupbuy_person (activity_id, member_id, units, open_groups)
        select $1, member_id, units, open_groups
          from unnest($2::uuid[], $3::int[], $4::int[]) as n (member_id, units, open_groups)
         order by member_id
        on conflict on constraint groupbuy_person_pk do update
           set units = groupbuy_person.units + excluded.units,
               open_groups = groupbuy_person.open_groups + excluded.open_groups
         where groupbuy_person.units + excluded.units <= $5
           and groupbuy_person.open_groups + excluded.open_groups <= $6\
        """;

    private static final String GIVE = """
        with locked as (
            select p.activity_id, p.member_id, n.units, n.groups
              from groupbuy_person p
              join (select each.activity_id, each.member_id, sum(each.units)::int as units, count(*)::int as groups
                      from unnest($1::uuid[], $2::uuid[], $3::int[]) as each (activity_id, member_id, units)
                     group by each.activity_id, each.member_id) n
                on n.activity_id = p.activity_id and n.member_id = p.member_id
             order by p.activity_id, p.member_id
               for update of p)
        update groupbuy_person p
           set units = p.units - l.units, open_groups = p.open_groups - l.groups
          from locked l
         where p.activity_id = l.activity_id and p.member_id = l.member_id\
        """;

    /** What these members have of an activity; those who have nothing are missing. */
    public Uni<Map<MemberId, Share>> shares(Sql sql, ActivityId activity, Collection<MemberId> members) {
        return members.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : sql.list(
                                SHARES,
                                row -> Map.entry(
                                        new MemberId(row.getUUID("member_id")),
                                        new Share(row.getInteger("units"), row.getInteger("open_groups"))),
                                activity,
                                members)
                        .map(rows -> rows.stream().collect(toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Everybody who ever had a place in it, in the order of their ids, behind that one. */
    public Uni<List<UUID>> known(Sql sql, ActivityId activity, Optional<UUID> after, int limit) {
        return sql.list(KNOWN, row -> row.getUUID("member_id"), activity, after.orElse(null), limit);
    }

    /** Counts places against the limits of the activity; answers how many persons they allowed it. */
    public Uni<Integer> take(Tx tx, Activity activity, Map<MemberId, Share> taken) {
        return tx.execute(
                TAKE,
                activity.id(),
                taken.keySet(),
                taken.values().stream().map(Share::units).toList(),
                taken.values().stream().map(Share::openGroups).toList(),
                activity.plan().perPersonQty(),
                activity.plan().maxOpenGroups());
    }

    /** These places are no more: neither their units nor their groups count. */
    public Uni<Integer> giveBack(Tx tx, List<Placed> seats) {
        return give(
                tx, seats, seats.stream().map(each -> each.seat().quantity()).toList());
    }

    /** The groups of these places are decided; what was bought stays bought. */
    public Uni<Integer> decided(Tx tx, List<Placed> seats) {
        return give(tx, seats, seats.stream().map(_ -> 0).toList());
    }

    private static Uni<Integer> give(Tx tx, List<Placed> seats, List<Integer> units) {
        return seats.isEmpty()
                ? Uni.createFrom().item(0)
                : tx.execute(
                        GIVE,
                        seats.stream().map(Placed::activity).toList(),
                        seats.stream().map(each -> each.seat().member()).toList(),
                        units);
    }
}
