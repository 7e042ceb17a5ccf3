package cn.siyu.groupbuy.store;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.Activity;
import cn.siyu.groupbuy.domain.Applicant;
import cn.siyu.groupbuy.store.SeatStore.Placed;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * What one person has taken of an activity (A13). Changed after stock, in every use case, so that two of them never wait for each
 * other; several rows are locked sorted.
 */
@ApplicationScoped
public class PersonStore {

    private static final String KNOWN = """
            select coalesce(p.units, 0) as units, coalesce(p.open_groups, 0) as open_groups,
                   exists (select 1 from groupbuy_seat s
                            where s.group_id = $3 and s.member_id = $2 and s.state <> 'RELEASED') as seated
              from (select 1) one
              left join groupbuy_person p on p.activity_id = $1 and p.member_id = $2""";

    /** Two requests of one person at once: the second waits for the first and then counts what it took. */
    private static final String TAKE = """
            insert into groupbuy_person (activity_id, member_id, units, open_groups)
            values ($1, $2, $3, 1)
            on conflict on constraint groupbuy_person_pk do update
               set units = groupbuy_person.units + excluded.units, open_groups = groupbuy_person.open_groups + 1
             where groupbuy_person.units + excluded.units <= $4 and groupbuy_person.open_groups < $5""";

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
             where p.activity_id = l.activity_id and p.member_id = l.member_id""";

    /** What the rules ask about a member before he is given a place in a group. */
    public Uni<Applicant> applicant(
            Sql sql, ActivityId activity, BuyGroupId group, MemberId member, boolean inAudience, boolean newcomer) {
        return sql.one(
                KNOWN,
                row -> new Applicant(
                        row.getBoolean("seated"),
                        inAudience,
                        newcomer,
                        row.getInteger("units"),
                        row.getInteger("open_groups")),
                activity,
                member,
                group);
    }

    /** Counts a place against the limits of the activity; none is changed when they do not allow it. */
    public Uni<Boolean> take(Tx tx, Activity activity, MemberId member, int units) {
        return tx.execute(
                        TAKE,
                        activity.id(),
                        member,
                        units,
                        activity.plan().perPersonQty(),
                        activity.plan().maxOpenGroups())
                .map(taken -> taken == 1);
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
