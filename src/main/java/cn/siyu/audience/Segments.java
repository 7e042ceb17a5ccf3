package cn.siyu.audience;

import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Who is meant by a price or an activity. Members are named by their id. */
public interface Segments {

    /** Whether the member is in that segment now; an unknown or ended segment holds nobody. */
    Uni<Boolean> isIn(Sql sql, UUID member, SegmentId segment, Instant now);

    /** Those of these members who are in that segment now, in no particular order; also members of whom nothing is known. */
    Uni<List<UUID>> among(Sql sql, SegmentId segment, Collection<UUID> members, Instant now);

    /** All living segments that the member is in now. */
    Uni<Set<SegmentId>> of(Sql sql, UUID member, Instant now);

    /** The same for several at once; members in none are missing. */
    Uni<Map<UUID, Set<SegmentId>>> of(Sql sql, Collection<UUID> members, Instant now);

    /** Whether a segment of that id lives, begun or not yet: asked when a price or an activity names one. */
    Uni<Boolean> exists(Sql sql, SegmentId segment);
}
