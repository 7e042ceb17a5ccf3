package cn.siyu.groupbuy;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Activities and groups for screens. */
public interface GroupBuys {

    /** What the public may know of an activity that is RUNNING or was. */
    record ActivityCard(
            UUID id,
            UUID spu,
            String name,
            String state,
            int size,
            Instant startsAt,
            Instant endsAt,
            List<Price> prices) {}

    /** The group price of one SKU. */
    record Price(UUID sku, long unitFen) {}

    /** A group as strangers may see it: how many real members have paid, who leads, until when. */
    record GroupCard(
            UUID id,
            UUID activity,
            String state,
            int size,
            int paid,
            String leaderName,
            Optional<String> leaderAvatarUrl,
            Instant expiresAt,
            Optional<String> completedBy) {}

    /** Empty for an activity that is not public. */
    Uni<Optional<ActivityCard>> activity(Sql sql, UUID activity);

    /** Those that run now, the soonest to end first, at most {@code limit}. */
    Uni<List<ActivityCard>> running(Sql sql, Instant now, int limit);

    /** The running activity of a product. */
    Uni<Optional<ActivityCard>> ofProduct(Sql sql, UUID spu, Instant now);

    /** Empty for a group that is not public yet. */
    Uni<Optional<GroupCard>> group(Sql sql, UUID buyGroup);

    /** The names to show of those who have paid for a place of a group, the leader first. */
    Uni<List<String>> names(Sql sql, UUID buyGroup);
}
