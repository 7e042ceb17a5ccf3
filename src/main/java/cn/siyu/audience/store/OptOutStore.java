package cn.siyu.audience.store;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.UUID;

/** Who wants no personal offers. */
@Singleton
public class OptOutStore {

    private static final String HAS = "select exists (select 1 from audience_opt_out where member_id = $1) as has";
    private static final String ADD =
            "insert into audience_opt_out (member_id, at) values ($1, $2) on conflict (member_id) do nothing";
    private static final String REMOVE = "delete from audience_opt_out where member_id = $1";

    public Uni<Boolean> has(Sql sql, UUID member) {
        return sql.one(HAS, row -> row.getBoolean("has"), member);
    }

    public Uni<Void> set(Tx tx, UUID member, boolean out, Instant now) {
        return (out ? tx.execute(ADD, member, now) : tx.execute(REMOVE, member)).replaceWithVoid();
    }
}
