package cn.siyu.koc;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A port that points upwards: group buys are not known on this floor; the context above that has them answers. */
public interface CommunityOffers {

    /** A group buy that runs for a community, and those of its groups that can be joined, the soonest to run out first. */
    record Offer(
            UUID activity,
            String name,
            UUID spu,
            CommunityId community,
            Instant endsAt,
            Money from,
            List<OpenGroup> groups) {}

    /** @param missing how many places are left */
    record OpenGroup(UUID group, int size, int missing, Instant expiresAt) {}

    /** Those of these communities that run now, the soonest to end first. */
    Uni<List<Offer>> running(Sql sql, Collection<CommunityId> communities, Instant now, int limit);
}
