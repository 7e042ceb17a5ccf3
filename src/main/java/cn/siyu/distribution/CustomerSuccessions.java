package cn.siyu.distribution;

import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A distributor's customers become another's: for handover, in its transactions (D10). */
public interface CustomerSuccessions {

    /** How many would pass: not those who are distributors themselves, whose chains may close to a ring, and not the successor. */
    Uni<Long> count(Sql sql, DistributorId from, DistributorId to, Instant at);

    /**
     * So many of the bindings of {@code from} end at {@code at} and begin again as those of {@code to}, for the rest of their time
     * and with what was left of their protection; the members who are bound anew. Refused when the successor is not active.
     */
    Uni<List<UUID>> pass(Tx tx, DistributorId from, DistributorId to, Instant at, Actor actor, String reason, int most);
}
