package cn.siyu.audience.app;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.Segments;
import cn.siyu.audience.domain.Rule;
import cn.siyu.audience.domain.RuleReader;
import cn.siyu.audience.domain.RuleReader.Reading;
import cn.siyu.audience.domain.Segment;
import cn.siyu.audience.store.SegmentStore;
import cn.siyu.audience.store.SegmentStore.Ruled;
import cn.siyu.kernel.tx.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Says which segments hold a member, from the rules as they stand. */
@Singleton
public class JudgeSegments implements Segments {

    /** More are not active at a time: every order asks them all. */
    static final int MOST_ACTIVE = 200;

    private final SegmentStore store;

    @Inject
    JudgeSegments(SegmentStore store) {
        this.store = store;
    }

    @Override
    public Uni<Boolean> isIn(Sql sql, UUID member, SegmentId segment, Instant now) {
        return store.active(sql, segment)
                .chain(found -> holding(sql, member, found, now))
                .map(held -> held.contains(segment));
    }

    @Override
    public Uni<List<UUID>> among(Sql sql, SegmentId segment, Collection<UUID> members, Instant now) {
        return store.active(sql, segment)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(List.of())
                        : store.held(sql, rule(found.getFirst()), members, now));
    }

    @Override
    public Uni<Set<SegmentId>> of(Sql sql, UUID member, Instant now) {
        return store.active(sql, MOST_ACTIVE).chain(found -> holding(sql, member, found, now));
    }

    /** One statement for each segment, however many members there are; for one member a statement for all segments. */
    @Override
    public Uni<Map<UUID, Set<SegmentId>>> of(Sql sql, Collection<UUID> members, Instant now) {
        return store.active(sql, MOST_ACTIVE).chain(found -> {
            if (members.size() == 1) {
                var member = members.iterator().next();
                return holding(sql, member, found, now).map(mine -> Map.of(member, mine));
            }
            var all = new HashMap<UUID, Set<SegmentId>>();
            Uni<Void> asked = Uni.createFrom().voidItem();
            for (var segment : found) {
                asked = asked.chain(() -> store.held(sql, rule(segment), members, now)
                        .invoke(held -> held.forEach(member -> all.computeIfAbsent(member, _ -> new HashSet<>())
                                .add(segment.id())))
                        .replaceWithVoid());
            }
            return asked.replaceWith(all);
        });
    }

    @Override
    public Uni<Boolean> exists(Sql sql, SegmentId segment) {
        return store.lives(sql, segment);
    }

    private Uni<Set<SegmentId>> holding(Sql sql, UUID member, List<Segment> segments, Instant now) {
        var ruled =
                segments.stream().map(each -> new Ruled(each.id(), rule(each))).toList();
        return store.holding(sql, member, ruled, now);
    }

    static Rule rule(Segment segment) {
        return switch (RuleReader.segment(segment.tree())) {
            case Reading.Good(var rule) -> rule;
            case Reading.Bad(var errors) ->
                throw new IllegalStateException("segment " + segment.id().value() + " keeps a broken rule: " + errors);
        };
    }
}
