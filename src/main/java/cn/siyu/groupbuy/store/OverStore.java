package cn.siyu.groupbuy.store;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.domain.ActivityState;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Activities that are over and may have stock to give back. */
@Singleton
public class OverStore {

    private static final String CLAIM_SETTLING = """
            update groupbuy_activity a
               set settle_at = $2
              from (select id
                      from groupbuy_activity
                     where settle_at <= $1
                     order by id
                     limit 1
                       for update skip locked) due
             where a.id = due.id
            returning a.id, a.state,
                   exists (select 1 from groupbuy_group g
                            where g.activity_id = a.id and g.state in ('PENDING', 'OPEN'))
                   or exists (select 1 from groupbuy_seat s where s.activity_id = a.id and s.state = 'HELD') as undecided""";

    /** An activity that is over, and whether something in it is still undecided. */
    public record Settling(ActivityId activity, ActivityState state, boolean undecided) {}

    /** The next one that is over and may have stock to give back, or null; looked at again at {@code again}. */
    public Uni<Settling> claimSettling(Tx tx, Instant now, Instant again) {
        return tx.one(
                CLAIM_SETTLING,
                row -> new Settling(
                        new ActivityId(row.getUUID("id")),
                        Columns.constant(row, "state", ActivityState.class),
                        row.getBoolean("undecided")),
                now,
                again);
    }

    /** Nothing is left to give back. */
    public Uni<Integer> settled(Tx tx, ActivityId id) {
        return tx.execute("update groupbuy_activity set settle_at = null where id = $1", id);
    }
}
