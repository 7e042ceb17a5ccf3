package cn.siyu.distribution;

import cn.siyu.kernel.money.Rate;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

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

    /** Who brought a distributor, and is one who works himself. */
    record Inviter(DistributorId brought, DistributorId inviter, MemberId member) {}

    /** What was in force at that instant. */
    Uni<Rules> at(Sql sql, Instant at);

    /** Inviters who are active, of those of these distributors who have one; nobody while one level is the rule. */
    Uni<List<Inviter>> inviters(Sql sql, Collection<DistributorId> distributors, Instant at);
}
