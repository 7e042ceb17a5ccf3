package cn.siyu.groupbuy.store;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.BuyGroup;
import cn.siyu.groupbuy.domain.CompletedBy;
import cn.siyu.groupbuy.domain.FailReason;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Groups and places as screens show them: projections, read only. */
@Singleton
public class Screens {

    private static final String GROUP = """
            select g.id, g.activity_id, g.leader_id, g.state, g.size, g.held, g.paid, g.created_at, g.opened_at, g.expires_at,
                   g.ended_at, g.completed_by, g.fail_reason, g.reached
              from groupbuy_group g
            """;

    /** Those that a stranger can join now, the soonest to run out first (B21). */
    private static final String JOINABLE = GROUP + """
             where g.activity_id = $1 and g.state = 'OPEN' and g.expires_at > $2 and g.held + g.paid < g.size
               and not exists (select 1 from groupbuy_seat s
                                where s.group_id = g.id and s.member_id = $3::uuid and s.state <> 'RELEASED')
             order by g.expires_at, g.id
             limit $4""";

    private static final String OF_ACTIVITY = GROUP + """
             where g.activity_id = $1 and ($2::text is null or g.state = $2)
             order by g.created_at desc, g.id desc
             limit $3 offset $4""";

    private static final String COUNT = """
            select count(*) as total from groupbuy_group g where g.activity_id = $1 and ($2::text is null or g.state = $2)""";

    private static final String SEATS = """
            select s.order_id, s.group_id, s.member_id, s.member_id = g.leader_id as leader, s.sku_id, s.quantity, s.unit_fen,
                   s.state, s.pay_by, s.taken_at, s.paid_at, s.ended_at, s.given_up, s.left_at
              from groupbuy_seat s
              join groupbuy_group g on g.id = s.group_id
             where s.group_id = any($1::uuid[])
             order by s.group_id, leader desc, s.taken_at, s.order_id""";

    private static final String OWN = """
            select s.order_id, s.group_id, s.member_id, s.member_id = g.leader_id as leader, s.sku_id, s.quantity, s.unit_fen,
                   s.state, s.pay_by, s.taken_at, s.paid_at, s.ended_at, s.given_up, s.left_at
              from groupbuy_seat s
              join groupbuy_group g on g.id = s.group_id
             where s.member_id = $1 and ($2::timestamptz is null or (s.taken_at, s.order_id) < ($2, $3::uuid))
             order by s.taken_at desc, s.order_id desc
             limit $4""";

    /**
     * A group as it is.
     *
     * @param reached how many had paid when it was completed: the step of a ladder hangs on it
     */
    public record Group(
            BuyGroupId id,
            ActivityId activity,
            MemberId leader,
            BuyGroup.Kind state,
            int size,
            int held,
            int paid,
            Instant createdAt,
            Optional<Instant> openedAt,
            Optional<Instant> expiresAt,
            Optional<Instant> endedAt,
            Optional<CompletedBy> completedBy,
            Optional<FailReason> failReason,
            Optional<Integer> reached) {}

    /**
     * A place as it is.
     *
     * @param leader whether its member leads the group now
     * @param leftAt when he has left a group that still gathered
     */
    public record Seat(
            UUID order,
            BuyGroupId group,
            MemberId member,
            boolean leader,
            UUID sku,
            int quantity,
            Money unit,
            SeatState state,
            Instant payBy,
            Instant takenAt,
            Optional<Instant> paidAt,
            Optional<Instant> endedAt,
            Optional<String> givenUp,
            Optional<Instant> leftAt) {}

    public Uni<List<Group>> joinable(Sql sql, ActivityId activity, Optional<MemberId> but, Instant now, int limit) {
        return sql.list(JOINABLE, Screens::group, activity, now, but.orElse(null), limit);
    }

    public Uni<List<Group>> ofActivity(
            Sql sql, ActivityId activity, BuyGroup.@Nullable Kind state, int limit, int offset) {
        return sql.list(OF_ACTIVITY, Screens::group, activity, state, limit, offset);
    }

    public Uni<Long> count(Sql sql, ActivityId activity, BuyGroup.@Nullable Kind state) {
        return sql.one(COUNT, row -> row.getLong("total"), activity, state);
    }

    /** The group, or null. */
    public Uni<Group> group(Sql sql, BuyGroupId id) {
        return sql.one(GROUP + "where g.id = $1", Screens::group, id);
    }

    public Uni<List<Group>> groups(Sql sql, Collection<BuyGroupId> ids) {
        return sql.list(GROUP + "where g.id = any($1::uuid[])", Screens::group, ids);
    }

    /** The places of groups, the leader's first. */
    public Uni<List<Seat>> seats(Sql sql, Collection<BuyGroupId> groups) {
        return sql.list(SEATS, Screens::seat, groups);
    }

    /** A member's places, the newest first. */
    public Uni<List<Seat>> own(Sql sql, MemberId member, Optional<Cursor> after, int limit) {
        return sql.list(
                OWN,
                Screens::seat,
                member,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    private static Group group(Row row) {
        return new Group(
                new BuyGroupId(row.getUUID("id")),
                new ActivityId(row.getUUID("activity_id")),
                new MemberId(row.getUUID("leader_id")),
                Columns.constant(row, "state", BuyGroup.Kind.class),
                row.getInteger("size"),
                row.getInteger("held"),
                row.getInteger("paid"),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "opened_at"),
                Columns.optionalInstant(row, "expires_at"),
                Columns.optionalInstant(row, "ended_at"),
                Optional.ofNullable(row.getString("completed_by")).map(CompletedBy::valueOf),
                Optional.ofNullable(row.getString("fail_reason")).map(FailReason::valueOf),
                Optional.ofNullable(row.getInteger("reached")));
    }

    private static Seat seat(Row row) {
        return new Seat(
                row.getUUID("order_id"),
                new BuyGroupId(row.getUUID("group_id")),
                new MemberId(row.getUUID("member_id")),
                row.getBoolean("leader"),
                row.getUUID("sku_id"),
                row.getInteger("quantity"),
                Columns.money(row, "unit_fen"),
                Columns.constant(row, "state", SeatState.class),
                Columns.instant(row, "pay_by"),
                Columns.instant(row, "taken_at"),
                Columns.optionalInstant(row, "paid_at"),
                Columns.optionalInstant(row, "ended_at"),
                Optional.ofNullable(row.getString("given_up")),
                Columns.optionalInstant(row, "left_at"));
    }
}
