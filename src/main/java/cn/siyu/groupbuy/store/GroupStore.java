package cn.siyu.groupbuy.store;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.BuyGroup.Cancelled;
import cn.siyu.groupbuy.domain.BuyGroup.Failed;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Pending;
import cn.siyu.groupbuy.domain.BuyGroup.Succeeded;
import cn.siyu.groupbuy.domain.CompletedBy;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.domain.Places;
import cn.siyu.kernel.page.Changes;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Buy groups as the rules see them. Whoever changes one has locked it; several are locked sorted by id. */
@Singleton
public class GroupStore {

    private static final String COLUMNS = """
        select g.id, g.activity_id, g.leader_id, g.state, g.size, g.held, g.paid, g.expires_at, g.ended_at, g.completed_by,
               g.fail_reason
          from groupbuy_group g
        """;

    private static final String BY_ID = COLUMNS + "where g.id = $1";

    private static final String ACTIVITIES = "select id, activity_id from groupbuy_group where id = any($1::uuid[])";

    private static final String LOCK = COLUMNS + "where g.id = any($1::uuid[]) order by g.id for update";

    private static final String INSERT = """
        insert into groupbuy_group (id, activity_id, leader_id, state, size, held, paid, created_at)
        select id, activity_id, leader_id, 'PENDING', size, held, paid, $7
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::int[], $6::int[])
               as n (id, activity_id, leader_id, size, held, paid)\
        """;

    /** The rule has said yes; the statement says it once more, whatever the rule was told (B6). */
    private static final String HOLD = """
        update groupbuy_group g
           set held = g.held + n.places
          from unnest($1::uuid[], $2::int[]) as n (id, places)
         where g.id = n.id and g.id = any($1::uuid[])
           and g.state = 'OPEN' and g.held + g.paid + n.places <= g.size and g.expires_at > $3\
        """;

    private static final String SAVE = """
        update groupbuy_group g
           set state = n.state, held = n.held, paid = n.paid, expires_at = coalesce(g.expires_at, n.expires_at::timestamptz),
               opened_at = case when n.state = 'OPEN' then coalesce(g.opened_at, $8) else g.opened_at end,
               due_at = case when n.state = 'OPEN' then coalesce(g.due_at, n.expires_at::timestamptz) end,
               ended_at = case when n.state in ('SUCCEEDED', 'FAILED', 'CANCELLED') then coalesce(g.ended_at, $8) end,
               completed_by = n.completed_by, fail_reason = n.fail_reason,
               reached = case when n.state = 'SUCCEEDED' then coalesce(g.reached, n.paid) end,
               fewest = case when n.state = 'SUCCEEDED' then (select a.size from groupbuy_activity a where a.id = g.activity_id) end
          from unnest($1::uuid[], $2::text[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[])
               as n (id, state, held, paid, expires_at, completed_by, fail_reason)
         where g.id = n.id\
        """;

    private static final String CLAIM_DUE = COLUMNS + """
        where g.state = 'OPEN' and g.due_at <= $1 and g.held = 0
        order by g.id
        limit $2
          for update skip locked\
        """;

    private static final String FAIL_ASKED = """
        select id, fail_asked from groupbuy_group where id = any($1::uuid[]) and fail_asked is not null\
        """;

    /** Groups that are due but for places that are still held: their orders are ended before the group is (B11). */
    private static final String CLAIM_HELD = """
        update groupbuy_group g
           set swept_until = $3
          from (select id
                  from groupbuy_group
                 where state in ('PENDING', 'OPEN') and held > 0 and due_at <= $1
                   and (fail_asked is not null or due_at <= $2) and (swept_until is null or swept_until <= $1)
                 order by due_at
                 limit $4
                   for update skip locked) due
         where g.id = due.id
        returning g.id\
        """;

    private static final String HELD_ORDERS =
            "select order_id from groupbuy_seat where group_id = any($1::uuid[]) and state = 'HELD' order by order_id";

    private static final String ASK_TO_FAIL = """
        update groupbuy_group
           set fail_asked = $2, due_at = least(coalesce(due_at, $3), $3), swept_until = null
         where activity_id = $1 and state in ('PENDING', 'OPEN') and fail_asked is null\
        """;

    private final Changes changes;

    @Inject
    GroupStore(Changes changes) {
        this.changes = changes;
    }

    /** The group, or null. */
    public Uni<BuyGroup> find(Sql sql, BuyGroupId id) {
        return sql.one(BY_ID, GroupStore::group, id);
    }

    /** To which activities they belong, those that exist. */
    public Uni<Map<BuyGroupId, ActivityId>> activities(Sql sql, Collection<BuyGroupId> ids) {
        return sql.list(ACTIVITIES, row -> row, ids)
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new BuyGroupId(row.getUUID("id")),
                                row -> new ActivityId(row.getUUID("activity_id")))));
    }

    public Uni<List<BuyGroup>> lock(Tx tx, Collection<BuyGroupId> ids) {
        return tx.list(LOCK, GroupStore::group, ids);
    }

    /** The group, locked, or null. */
    public Uni<BuyGroup> lock(Tx tx, BuyGroupId id) {
        return tx.one(LOCK, GroupStore::group, List.of(id));
    }

    public Uni<Integer> insert(Tx tx, List<Pending> groups, Instant now) {
        return tx.execute(
                INSERT,
                groups.stream().map(each -> each.origin().id()).toList(),
                groups.stream().map(each -> each.origin().activity()).toList(),
                groups.stream().map(each -> each.origin().leader()).toList(),
                groups.stream().map(each -> each.places().size()).toList(),
                groups.stream().map(each -> each.places().held()).toList(),
                groups.stream().map(each -> each.places().paid()).toList(),
                now);
    }

    /** Takes so many places in each of these groups; answers in how many of them there was room. */
    public Uni<Integer> hold(Tx tx, Map<BuyGroupId, Integer> places, Duration minPayWindow, Instant now) {
        changes.tell(tx, places.keySet().stream().map(GroupStore::topic).toList());
        return tx.execute(HOLD, places.keySet(), places.values(), now.plus(minPayWindow));
    }

    /** Writes many that are locked. */
    public Uni<Integer> save(Tx tx, List<? extends BuyGroup> groups, Instant now) {
        if (groups.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        changes.tell(
                tx,
                groups.stream()
                        .flatMap(each -> Stream.of(
                                topic(each.origin().id()),
                                Changes.topic(
                                        "activity", each.origin().activity().value())))
                        .distinct()
                        .toList());
        return tx.execute(
                SAVE,
                groups.stream().map(each -> each.origin().id()).toList(),
                groups.stream().map(BuyGroup::kind).toList(),
                groups.stream().map(each -> each.places().held()).toList(),
                groups.stream().map(each -> each.places().paid()).toList(),
                array(groups, GroupStore::expiry),
                array(groups, GroupStore::completedBy),
                array(groups, GroupStore::failReason),
                now);
    }

    /** Somebody else leads the group from now on. */
    public Uni<Integer> lead(Tx tx, BuyGroup.Origin group) {
        changes.tell(tx, List.of(topic(group.id())));
        return tx.execute("update groupbuy_group set leader_id = $2 where id = $1", group.id(), group.leader());
    }

    /** Locks groups whose time has come and of which nobody is about to pay. */
    public Uni<List<Open>> claimDue(Tx tx, Instant now, int limit) {
        return tx.list(CLAIM_DUE, row -> (Open) group(row), now, limit);
    }

    /** Those of them that staff have stopped, and why. */
    public Uni<List<Asked>> askedToFail(Sql sql, Collection<BuyGroupId> ids) {
        return sql.list(
                FAIL_ASKED,
                row -> new Asked(
                        new BuyGroupId(row.getUUID("id")), Columns.constant(row, "fail_asked", FailReason.class)),
                ids);
    }

    /** What staff have decided about a group. */
    public record Asked(BuyGroupId group, FailReason reason) {}

    /** @param graceOver groups that ran out before this instant; stopped ones do not wait for it */
    public Uni<List<BuyGroupId>> claimHeld(Tx tx, Instant now, Instant graceOver, Instant until, int limit) {
        return tx.list(CLAIM_HELD, row -> new BuyGroupId(row.getUUID("id")), now, graceOver, until, limit);
    }

    public Uni<List<UUID>> heldOrders(Sql sql, Collection<BuyGroupId> ids) {
        return sql.list(HELD_ORDERS, row -> row.getUUID("order_id"), ids);
    }

    /** All undecided groups of an activity are to fail as soon as nobody is about to pay in them. */
    public Uni<Integer> askToFail(Tx tx, ActivityId activity, FailReason reason, Instant now) {
        return tx.execute(ASK_TO_FAIL, activity, reason, now);
    }

    static BuyGroup group(Row row) {
        var origin = new BuyGroup.Origin(
                new BuyGroupId(row.getUUID("id")),
                new ActivityId(row.getUUID("activity_id")),
                new MemberId(row.getUUID("leader_id")));
        var places = new Places(row.getInteger("size"), row.getInteger("held"), row.getInteger("paid"));
        return switch (Columns.constant(row, "state", BuyGroup.Kind.class)) {
            case PENDING -> new Pending(origin, places);
            case OPEN -> new Open(origin, places, Columns.instant(row, "expires_at"));
            case SUCCEEDED ->
                new Succeeded(
                        origin,
                        places,
                        Columns.instant(row, "expires_at"),
                        Columns.constant(row, "completed_by", CompletedBy.class),
                        Columns.instant(row, "ended_at"));
            case FAILED ->
                new Failed(
                        origin,
                        places,
                        Columns.instant(row, "expires_at"),
                        Columns.constant(row, "fail_reason", FailReason.class),
                        Columns.instant(row, "ended_at"));
            case CANCELLED -> new Cancelled(origin, places, Columns.instant(row, "ended_at"));
        };
    }

    private static String topic(BuyGroupId id) {
        return Changes.topic("group", id.value());
    }

    private static Optional<String> expiry(BuyGroup group) {
        return switch (group) {
            case Open open -> Optional.of(open.expiresAt().toString());
            case Succeeded done -> Optional.of(done.expiresAt().toString());
            case Failed failed -> Optional.of(failed.expiresAt().toString());
            case Pending _, Cancelled _ -> Optional.empty();
        };
    }

    private static Optional<String> completedBy(BuyGroup group) {
        return group instanceof Succeeded done ? Optional.of(done.by().name()) : Optional.empty();
    }

    private static Optional<String> failReason(BuyGroup group) {
        return group instanceof Failed failed ? Optional.of(failed.reason().name()) : Optional.empty();
    }

    /** Absent values travel as nulls of a text array: an array of nothing but nulls has no other type. */
    private static @Nullable String[] array(
            List<? extends BuyGroup> groups, Function<BuyGroup, Optional<String>> value) {
        var texts = new @Nullable String[groups.size()];
        for (var i = 0; i < texts.length; i++) {
            texts[i] = value.apply(groups.get(i)).orElse(null);
        }
        return texts;
    }
}
