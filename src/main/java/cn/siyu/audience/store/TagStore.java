package cn.siyu.audience.store;

import cn.siyu.audience.domain.AudienceProblem;
import cn.siyu.audience.domain.Tag;
import cn.siyu.audience.domain.TagGroup;
import cn.siyu.audience.domain.TagGroup.Scope;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tag groups and tags. Every read for staff is told which scopes they may see. */
@Singleton
public class TagStore {

    private static final String GROUPS = """
            select id, name, scope, single, version
              from audience_tag_group
             where scope = any($1::text[]) and ($2::uuid is null or id = $2)
             order by name limit 500""";

    private static final String INSERT_GROUP = """
            insert into audience_tag_group (id, name, scope, single, created_at) values ($1, $2, $3, $4, $5)""";

    private static final String UPDATE_GROUP = """
            update audience_tag_group set name = $3, scope = $4, version = version + 1 where id = $1 and version = $2""";

    private static final String TAG_COLUMNS = """
            select t.id, t.group_id, g.single, t.name, t.ttl_days, t.rule::text as rule, t.rule_version,
                   t.ended_at is not null as ended, t.version
              from audience_tag t join audience_tag_group g on g.id = t.group_id
            """;

    private static final String TAGS = TAG_COLUMNS + """
             where g.scope = any($1::text[]) and ($2::uuid is null or t.group_id = $2)
             order by g.name, t.name limit 1000""";

    private static final String TAG = TAG_COLUMNS + "where g.scope = any($1::text[]) and t.id = $2";
    private static final String LOCK_TAG = TAG + " for update of t";
    private static final String KNOWN = "select id from audience_tag where id = any($1::uuid[])";

    private static final String DUE = TAG_COLUMNS + """
             where t.evaluate_at <= $1
             order by t.evaluate_at limit 1 for update of t skip locked""";

    private static final String LIVING = TAG_COLUMNS + "where t.id = $1 and t.ended_at is null and t.rule is not null";

    private static final String NEXT =
            "update audience_tag set evaluate_at = $2 where id = $1 and evaluate_at is not null";

    private static final String INSERT_TAG = """
            insert into audience_tag (id, group_id, name, ttl_days, rule, rule_version, evaluate_at, created_at)
            values ($1, $2, $3, $4, $5::text::jsonb, $6, $7, $8)""";

    private static final String UPDATE_TAG = """
            update audience_tag
               set name = $3, ttl_days = $4, rule = $5::text::jsonb, rule_version = $6, evaluate_at = $7, ended_at = $8,
                   version = version + 1
             where id = $1 and version = $2""";

    private final RuleJson json;

    @Inject
    TagStore(RuleJson json) {
        this.json = json;
    }

    public Uni<List<TagGroup>> groups(Sql sql, Set<Scope> seen) {
        return sql.list(GROUPS, TagStore::group, seen, null);
    }

    public Uni<TagGroup> group(Sql sql, Set<Scope> seen, UUID id) {
        return sql.one(GROUPS, TagStore::group, seen, id);
    }

    public Uni<Void> insert(Tx tx, TagGroup group, Instant now) {
        return named(tx.execute(INSERT_GROUP, group.id(), group.name(), group.scope(), group.single(), now))
                .replaceWithVoid();
    }

    /** Zero when the version is no longer this one. */
    public Uni<Integer> update(Tx tx, TagGroup group) {
        return named(tx.execute(UPDATE_GROUP, group.id(), group.version(), group.name(), group.scope()));
    }

    public Uni<List<Tag>> tags(Sql sql, Set<Scope> seen, Optional<UUID> group) {
        return sql.list(TAGS, this::tag, seen, group.orElse(null));
    }

    public Uni<Tag> tag(Sql sql, Set<Scope> seen, UUID id) {
        return sql.one(TAG, this::tag, seen, id);
    }

    public Uni<Tag> lock(Tx tx, Set<Scope> seen, UUID id) {
        return tx.one(LOCK_TAG, this::tag, seen, id);
    }

    public Uni<Set<UUID>> known(Sql sql, Set<UUID> ids) {
        return sql.list(KNOWN, row -> row.getUUID("id"), ids).map(HashSet::new);
    }

    public Uni<Void> insert(Tx tx, Tag tag, Instant now) {
        return named(tx.execute(
                        INSERT_TAG,
                        tag.id(),
                        tag.group(),
                        tag.name(),
                        days(tag),
                        rule(tag),
                        tag.ruleVersion(),
                        evaluate(tag, now),
                        now))
                .replaceWithVoid();
    }

    /** Zero when the version is no longer this one. A rule is evaluated soon after. */
    public Uni<Integer> update(Tx tx, Tag tag, Instant now) {
        return named(tx.execute(
                UPDATE_TAG,
                tag.id(),
                tag.version(),
                tag.name(),
                days(tag),
                rule(tag),
                tag.ruleVersion(),
                evaluate(tag, now),
                tag.ended() ? now : null));
    }

    /** One tag whose rule is to be evaluated, kept from others until the transaction ends. */
    public Uni<Tag> claimDue(Tx tx, Instant now) {
        return tx.one(DUE, this::tag, now);
    }

    /** As it is now, if it still has a rule to follow. */
    public Uni<Tag> living(Tx tx, UUID id) {
        return tx.one(LIVING, this::tag, id);
    }

    public Uni<Void> evaluateAgain(Tx tx, UUID id, Instant at) {
        return tx.execute(NEXT, id, at).replaceWithVoid();
    }

    private static @Nullable Integer days(Tag tag) {
        return tag.ttlDays().isPresent() ? tag.ttlDays().getAsInt() : null;
    }

    private @Nullable String rule(Tag tag) {
        return tag.rule().map(json::write).orElse(null);
    }

    private static @Nullable Instant evaluate(Tag tag, Instant now) {
        return tag.rule().isPresent() && !tag.ended() ? now : null;
    }

    private static <T> Uni<T> named(Uni<T> written) {
        return written.onFailure(failure -> Violations.isOf(failure, "audience_tag_name_uk"))
                .transform(_ -> new Refused(AudienceProblem.TAG_EXISTS))
                .onFailure(failure -> Violations.isOf(failure, "audience_tag_group_name_uk"))
                .transform(_ -> new Refused(AudienceProblem.TAG_GROUP_EXISTS));
    }

    private static TagGroup group(Row row) {
        return new TagGroup(
                row.getUUID("id"),
                row.getString("name"),
                Columns.constant(row, "scope", Scope.class),
                row.getBoolean("single"),
                row.getLong("version"));
    }

    private Tag tag(Row row) {
        var ttl = row.getInteger("ttl_days");
        Optional<Map<String, Object>> rule =
                Optional.ofNullable(row.getString("rule")).map(json::read);
        return new Tag(
                row.getUUID("id"),
                row.getUUID("group_id"),
                row.getBoolean("single"),
                row.getString("name"),
                ttl == null ? OptionalInt.empty() : OptionalInt.of(ttl),
                rule,
                row.getInteger("rule_version"),
                row.getBoolean("ended"),
                row.getLong("version"));
    }
}
