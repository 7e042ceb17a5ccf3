package cn.siyu.distribution;

import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Instant;

/** How deep pay goes and who may stand beside whom, as it was at an instant (L8, C0e): whoever reckons asks here. */
public interface Compliance {

    /**
     * What holds.
     *
     * @param maxDepth 1; 2 with a legal confirmation on record; never 3
     * @param inviter the inviter's share of a line's net; nothing while one level is the rule
     * @param leaderBeside whether a group's leader may be paid beside a distributor
     */
    record Rules(int version, int maxDepth, Rate inviter, boolean leaderBeside) {}

    /** What was in force at that instant. */
    Uni<Rules> at(Sql sql, Instant at);
}
