package cn.siyu.audience.store;

import cn.siyu.audience.SegmentId;
import cn.siyu.audience.domain.AudienceProblem;
import cn.siyu.audience.domain.Rule;
import cn.siyu.audience.domain.Segment;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Segments, the rules they had, and whom they hold. */
@Singleton
public class SegmentStore {

    private static final String COLUMNS = """
            select id, name, eligibility, rule::text as rule, rule_version, state, version, changed_at
              from audience_segment
            """;

    private static final String BY_ID = COLUMNS + "where id = $1";
    private static final String LOCK = BY_ID + " for update";
    private static final String ACTIVE = COLUMNS + "where state = 'ACTIVE' order by id limit $1";
    private static final String ACTIVE_ONE = COLUMNS + "where state = 'ACTIVE' and id = $1";
    private static final String LIVES =
            "select exists (select 1 from audience_segment where id = $1 and state <> 'ENDED') as lives";

    private static final String PAGE = COLUMNS + """
            where ($1::text is null or state = $1)
            order by changed_at desc, id desc limit $2 offset $3""";

    private static final String TOTAL =
            "select count(*) as total from audience_segment where ($1::text is null or state = $1)";

    private static final String COUNT_ACTIVE = "select count(*) as total from audience_segment where state = 'ACTIVE'";

    private static final String INSERT = """
            insert into audience_segment (id, name, eligibility, rule, rule_version, state, created_at, changed_at)
            values ($1, $2, $3, $4::text::jsonb, $5, $6, $7, $7)""";

    private static final String UPDATE = """
            update audience_segment
               set name = $3, eligibility = $4, rule = $5::text::jsonb, rule_version = $6, state = $7, changed_at = $8,
                   version = version + 1
             where id = $1 and version = $2""";

    private static final String KEEP_RULE = """
            insert into audience_segment_rule (segment_id, rule_version, rule, actor_name, at)
            values ($1, $2, $3::text::jsonb, $4, $5)""";

    private final RuleJson json;

    @Inject
    SegmentStore(RuleJson json) {
        this.json = json;
    }

    /** A segment's id with its rule. */
    public record Ruled(SegmentId id, Rule rule) {}

    public Uni<Segment> find(Sql sql, SegmentId id) {
        return sql.one(BY_ID, this::segment, id);
    }

    public Uni<Segment> lock(Tx tx, SegmentId id) {
        return tx.one(LOCK, this::segment, id);
    }

    public Uni<Boolean> lives(Sql sql, SegmentId id) {
        return sql.one(LIVES, row -> row.getBoolean("lives"), id);
    }

    public Uni<List<Segment>> active(Sql sql, int most) {
        return sql.list(ACTIVE, this::segment, most);
    }

    public Uni<List<Segment>> active(Sql sql, SegmentId id) {
        return sql.list(ACTIVE_ONE, this::segment, id);
    }

    public Uni<Long> countActive(Sql sql) {
        return sql.one(COUNT_ACTIVE, row -> row.getLong("total"));
    }

    public Uni<List<Segment>> page(Sql sql, Optional<Segment.State> state, int page, int size) {
        return sql.list(PAGE, this::segment, state.orElse(null), size, (page - 1) * size);
    }

    public Uni<Long> total(Sql sql, Optional<Segment.State> state) {
        return sql.one(TOTAL, row -> row.getLong("total"), (Object) state.orElse(null));
    }

    public Uni<Void> insert(Tx tx, Segment segment, Instant now) {
        return named(tx.execute(
                        INSERT,
                        segment.id(),
                        segment.name(),
                        segment.eligibility(),
                        json.write(segment.tree()),
                        segment.ruleVersion(),
                        segment.state(),
                        now))
                .replaceWithVoid();
    }

    /** Zero when the version is no longer this one. */
    public Uni<Integer> update(Tx tx, Segment segment, Instant now) {
        return named(tx.execute(
                UPDATE,
                segment.id(),
                segment.version(),
                segment.name(),
                segment.eligibility(),
                json.write(segment.tree()),
                segment.ruleVersion(),
                segment.state(),
                now));
    }

    public Uni<Void> keepRule(Tx tx, Segment segment, Actor actor, Instant now) {
        return tx.execute(KEEP_RULE, segment.id(), segment.ruleVersion(), json.write(segment.tree()), actor.name(), now)
                .replaceWithVoid();
    }

    /** Those of them that hold the member. */
    public Uni<Set<SegmentId>> holding(Sql sql, UUID member, List<Ruled> segments, Instant now) {
        if (segments.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        var rules = new RuleSql(now);
        var source = "select s.id from (select " + rules.bind(member, "uuid") + " as member_id) m" + RuleSql.FACTS;
        var values = segments.stream()
                .map(each -> "(" + rules.bind(each.id(), "uuid") + ", " + rules.predicate(each.rule()) + ")")
                .collect(Collectors.joining(", ", "cross join lateral (values ", ") as s (id, holds)"));
        return sql.list(
                        source + values + " where s.holds and" + RuleSql.WILLING,
                        row -> new SegmentId(row.getUUID("id")),
                        rules.parameters())
                .map(Set::copyOf);
    }

    /** Those of these members whom the rule holds. */
    public Uni<List<UUID>> held(Sql sql, Rule rule, Collection<UUID> members, Instant now) {
        var rules = new RuleSql(now);
        var source = "select m.member_id from (select unnest(" + rules.bind(members, "uuid[]") + ") as member_id) m"
                + RuleSql.FACTS;
        return sql.list(
                source + "where " + rules.predicate(rule) + " and" + RuleSql.WILLING,
                row -> row.getUUID("member_id"),
                rules.parameters());
    }

    private static <T> Uni<T> named(Uni<T> written) {
        return written.onFailure(failure -> Violations.isOf(failure, "audience_segment_name_uk"))
                .transform(_ -> new Refused(AudienceProblem.SEGMENT_EXISTS));
    }

    private Segment segment(Row row) {
        Map<String, Object> tree = json.read(row.getString("rule"));
        return new Segment(
                new SegmentId(row.getUUID("id")),
                row.getString("name"),
                row.getString("eligibility"),
                tree,
                row.getInteger("rule_version"),
                Columns.constant(row, "state", Segment.State.class),
                row.getLong("version"),
                Columns.instant(row, "changed_at"));
    }
}
