package cn.siyu.audience.store;

import cn.siyu.audience.domain.Carried;
import cn.siyu.audience.domain.Carried.Source;
import cn.siyu.audience.domain.Rule;
import cn.siyu.audience.domain.Tag;
import cn.siyu.audience.domain.TagGroup.Scope;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which tags members carry and carried. Whoever writes holds {@link Tag#heldAs()} first. */
@Singleton
public class CarriedStore {

    /** A tag that was given at this very instant keeps at least a microsecond, so that the history has it. */
    private static final String END = "valid_to = greatest($2, c.valid_from + interval '1 microsecond')";

    private static final String RUNNING = "c.valid_from <= $2 and (c.valid_to is null or c.valid_to > $2)";

    private static final String PUSH_OUT = "update audience_customer_tag c set " + END + """
             where c.single_group_id = $1 and c.member_id = any($3::uuid[]) and c.tag_id <> $4 and\s""" + RUNNING;

    private static final String PROLONG = """
            update audience_customer_tag c set valid_to = $4
             where c.tag_id = $1 and c.member_id = any($3::uuid[]) and\s""" + RUNNING;

    private static final String GIVE = """
            insert into audience_customer_tag
                   (member_id, tag_id, single_group_id, valid_from, valid_to, source, actor_name)
            select distinct m.id, $1::uuid, $4::uuid, $2::timestamptz, $5::timestamptz, $6::text, $7::text
              from unnest($3::uuid[]) as m (id)
             where not exists (select 1 from audience_customer_tag c where c.member_id = m.id and c.tag_id = $1 and\s""" + RUNNING + ")";

    private static final String TAKE = "update audience_customer_tag c set " + END
            + " where c.tag_id = $1 and ($3::uuid is null or c.member_id = $3) and " + RUNNING;

    private static final String HISTORY = """
            select c.tag_id, t.name as tag_name, g.name as group_name, c.valid_from, c.valid_to, c.source, c.rule_version,
                   c.actor_name
              from audience_customer_tag c
              join audience_tag t on t.id = c.tag_id
              join audience_tag_group g on g.id = t.group_id
             where c.member_id = $1 and g.scope = any($2::text[])
             order by c.valid_from desc, c.tag_id limit 200""";

    /** The member's tags with those that are over, the newest first. */
    public Uni<List<Carried>> of(Sql sql, UUID member, Set<Scope> seen) {
        return sql.list(HISTORY, CarriedStore::carried, member, seen);
    }

    /**
     * Gives the tag to members; who carries it already carries it for its days from now on. In a single group it takes the
     * place of the others.
     */
    public Uni<Integer> give(Tx tx, Tag tag, Collection<UUID> members, Source source, String actor, Instant now) {
        var until = tag.ttlDays().isPresent()
                ? now.plus(Duration.ofDays(tag.ttlDays().getAsInt()))
                : null;
        return pushOut(tx, tag, members, now)
                .chain(() -> prolong(tx, tag, members, until, now))
                .chain(() -> tx.execute(
                        GIVE, tag.id(), now, members, tag.single() ? tag.group() : null, until, source, actor));
    }

    /** Answers how many rows it ended: none when the member does not carry it. */
    public Uni<Integer> take(Tx tx, Tag tag, UUID member, Instant now) {
        return tx.execute(TAKE, tag.id(), now, member);
    }

    public Uni<Integer> takeFromAll(Tx tx, Tag tag, Instant now) {
        return tx.execute(TAKE, tag.id(), now, null);
    }

    /** Gives the tag to all members that the rule holds, and takes it from those that it holds no more; answers how many changed. */
    public Uni<Integer> follow(Tx tx, Tag tag, Rule rule, Instant now) {
        return takeByRule(tx, tag, rule, now)
                .chain(taken -> giveByRule(tx, tag, rule, now).map(given -> taken + given));
    }

    private static Uni<Integer> takeByRule(Tx tx, Tag tag, Rule rule, Instant now) {
        var rules = new RuleSql(now);
        var at = rules.bind(now, "timestamptz");
        var sql = "update audience_customer_tag c set valid_to = greatest(" + at
                + ", c.valid_from + interval '1 microsecond') where c.tag_id = " + rules.bind(tag.id(), "uuid")
                + " and c.source = 'RULE' and c.valid_to is null and not exists (select 1 from (select c.member_id) m"
                + RuleSql.FACTS + "where " + rules.predicate(rule) + ")";
        return tx.execute(sql, rules.parameters());
    }

    /** In a single group nobody is pushed out by a rule: a hand, or the tag that was there first, wins. */
    private static Uni<Integer> giveByRule(Tx tx, Tag tag, Rule rule, Instant now) {
        var rules = new RuleSql(now);
        var at = rules.bind(now, "timestamptz");
        var id = rules.bind(tag.id(), "uuid");
        var group = rules.bind(tag.group(), "uuid");
        var sql = "insert into audience_customer_tag"
                + " (member_id, tag_id, single_group_id, valid_from, source, rule_version, actor_name)"
                + " select m.member_id, " + id + ", " + (tag.single() ? group : "null::uuid") + ", " + at + ", 'RULE', "
                + rules.bind(tag.ruleVersion(), "int") + ", 'rule' from " + PreviewStore.KNOWN + RuleSql.FACTS
                + "where " + rules.predicate(rule)
                + " and not exists (select 1 from audience_customer_tag c where c.member_id = m.member_id and (c.tag_id = "
                + id + " or c.single_group_id = " + group + ") and c.valid_from <= " + at
                + " and (c.valid_to is null or c.valid_to > " + at + "))";
        return tx.execute(sql, rules.parameters());
    }

    private static Uni<Integer> pushOut(Tx tx, Tag tag, Collection<UUID> members, Instant now) {
        return tag.single()
                ? tx.execute(PUSH_OUT, tag.group(), now, members, tag.id())
                : Uni.createFrom().item(0);
    }

    private static Uni<Integer> prolong(
            Tx tx, Tag tag, Collection<UUID> members, @Nullable Instant until, Instant now) {
        return until == null ? Uni.createFrom().item(0) : tx.execute(PROLONG, tag.id(), now, members, until);
    }

    private static Carried carried(Row row) {
        var version = row.getInteger("rule_version");
        return new Carried(
                row.getUUID("tag_id"),
                row.getString("tag_name"),
                row.getString("group_name"),
                Columns.instant(row, "valid_from"),
                Columns.optionalInstant(row, "valid_to"),
                Columns.constant(row, "source", Source.class),
                version == null ? OptionalInt.empty() : OptionalInt.of(version),
                row.getString("actor_name"));
    }
}
