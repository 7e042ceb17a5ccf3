package cn.siyu.groupbuy.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.Seat;
import cn.siyu.groupbuy.domain.SeatState;
import cn.siyu.groupbuy.domain.Seating.Place;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Places of members in groups; their group is locked by whoever changes them. */
@Singleton
public class SeatStore {

    /** One living place for a member in a group. */
    public static final String ONE_PLACE = "groupbuy_seat_member_uk";

    private static final String COLUMNS =
            "select s.order_id, s.group_id, s.activity_id, s.member_id, s.leader, s.quantity, s.state from"
                    + " groupbuy_seat s ";

    private static final String INSERT = """
        insert into groupbuy_seat (order_id, group_id, activity_id, member_id, leader, sku_id, quantity, unit_fen, state,
               pay_by, taken_at)
        select order_id, group_id, activity_id, member_id, leader, sku_id, quantity, unit_fen, 'HELD', pay_by, $10
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::boolean[], $6::uuid[], $7::int[], $8::bigint[],
                      $9::timestamptz[])
               as n (order_id, group_id, activity_id, member_id, leader, sku_id, quantity, unit_fen, pay_by)\
        """;

    private static final String LIVING = """
        select s.group_id, s.member_id
          from unnest($1::uuid[], $2::uuid[]) as n (group_id, member_id)
         cross join lateral (
               select * from groupbuy_seat l
                where l.group_id = n.group_id and l.member_id = n.member_id and l.state <> 'RELEASED'
               offset 0) s\
        """;

    private static final String PAY = """
        update groupbuy_seat set state = 'PAID', paid_at = $2, ended_at = null where order_id = $1 and state in ('HELD', 'RELEASED')\
        """;

    private static final String RELEASE = """
        update groupbuy_seat
           set state = 'RELEASED', ended_at = coalesce(ended_at, $2), given_up = coalesce($3, given_up)
         where order_id = any($1::uuid[]) and state in ('HELD', 'RELEASED')\
        """;

    private static final String MOVE = """
        update groupbuy_seat s
           set state = $3, ended_at = case when $3 = 'CONFIRMED' then s.ended_at else $4 end
         where s.group_id = any($1::uuid[]) and s.state = $2
        returning s.order_id, s.group_id, s.activity_id, s.member_id, s.leader, s.quantity, s.state\
        """;

    /** A place of a group that failed, or one of a complete group whose order was given back whole (B18). */
    private static final String REFUNDED = """
        update groupbuy_seat
           set state = 'REFUNDED', ended_at = $2
         where order_id = $1 and state in ('REFUNDING', 'CONFIRMED')\
        """;

    private static final String OF_MEMBER =
            COLUMNS + "where s.group_id = $1 and s.member_id = $2 and s.state <> 'RELEASED'";

    private static final String CONFIRMED =
            "select order_id from groupbuy_seat where group_id = $1 and state = 'CONFIRMED' order by order_id";

    /** Of those who have paid, the first. */
    private static final String FIRST_PAID = """
        select member_id from groupbuy_seat
         where group_id = $1 and state = 'PAID' and order_id <> $2
         order by paid_at, order_id
         limit 1\
        """;

    private static final String LEAVE = """
        update groupbuy_seat set state = 'REFUNDING', left_at = $2, ended_at = $2 where order_id = $1 and state = 'PAID'\
        """;

    private static final String ELSEWHERE = """
        select exists (select 1 from groupbuy_seat
                        where group_id = $1 and member_id = $2 and order_id <> $3 and state <> 'RELEASED') as elsewhere\
        """;

    /** Joined a group for new members before: whoever has is none any more, though its order may not be firm yet. */
    private static final String JOINED_AS_NEW = """
        select exists (select 1
                         from groupbuy_seat s
                         join groupbuy_activity a on a.id = s.activity_id
                        where s.member_id = $1 and s.order_id <> $2 and not s.leader and a.mode = 'NEW_MEMBER'
                          and s.state = any($3::text[])) as joined\
        """;

    /** A place together with where it is. */
    public record Placed(BuyGroupId group, ActivityId activity, Seat seat) {}

    /** A place that is being taken. */
    public record Taken(
            UUID order,
            BuyGroupId group,
            ActivityId activity,
            MemberId member,
            boolean leader,
            SkuId sku,
            int quantity,
            Money unit,
            Instant payBy) {}

    public Uni<Integer> insert(Tx tx, List<Taken> seats, Instant now) {
        return tx.execute(
                INSERT,
                seats.stream().map(Taken::order).toList(),
                seats.stream().map(Taken::group).toList(),
                seats.stream().map(Taken::activity).toList(),
                seats.stream().map(Taken::member).toList(),
                seats.stream().map(Taken::leader).toList(),
                seats.stream().map(Taken::sku).toList(),
                seats.stream().map(Taken::quantity).toList(),
                seats.stream().map(Taken::unit).toList(),
                seats.stream().map(Taken::payBy).toList(),
                now);
    }

    /** Those of these who have a living place in the group named with them. */
    public Uni<List<Place>> living(Sql sql, List<Place> asked) {
        return asked.isEmpty()
                ? Uni.createFrom().item(List.of())
                : sql.list(
                        LIVING,
                        row -> new Place(
                                new BuyGroupId(row.getUUID("group_id")), new MemberId(row.getUUID("member_id"))),
                        asked.stream().map(Place::group).toList(),
                        asked.stream().map(Place::member).toList());
    }

    /** The places of these orders. */
    public Uni<List<Placed>> ofOrders(Sql sql, Collection<UUID> orders) {
        return sql.list(COLUMNS + "where s.order_id = any($1::uuid[])", SeatStore::placed, orders);
    }

    /** The place of an order, or null. */
    public Uni<Placed> ofOrder(Sql sql, UUID order) {
        return sql.one(COLUMNS + "where s.order_id = $1", SeatStore::placed, order);
    }

    /** The member's living place in the group, or null. */
    public Uni<Placed> ofMember(Sql sql, BuyGroupId group, MemberId member) {
        return sql.one(OF_MEMBER, SeatStore::placed, group, member);
    }

    /** The orders of those who are in for good. */
    public Uni<List<UUID>> confirmed(Sql sql, BuyGroupId group) {
        return sql.list(CONFIRMED, row -> row.getUUID("order_id"), group);
    }

    /** Who of the others has paid first, or null. */
    public Uni<MemberId> firstPaid(Sql sql, BuyGroupId group, UUID but) {
        return sql.one(FIRST_PAID, row -> new MemberId(row.getUUID("member_id")), group, but);
    }

    /** A paid place is given up by whoever sits in it; its money is on its way back. */
    public Uni<Integer> leave(Tx tx, UUID order, Instant now) {
        return tx.execute(LEAVE, order, now);
    }

    /** Whether the member has a living place in the group under another order. */
    public Uni<Boolean> elsewhere(Sql sql, BuyGroupId group, MemberId member, UUID order) {
        return sql.one(ELSEWHERE, row -> row.getBoolean("elsewhere"), group, member, order);
    }

    public Uni<Boolean> joinedAsNew(Sql sql, MemberId member, UUID order, Collection<SeatState> in) {
        return sql.one(JOINED_AS_NEW, row -> row.getBoolean("joined"), member, order, in);
    }

    public Uni<Integer> pay(Tx tx, UUID order, Instant now) {
        return tx.execute(PAY, order, now);
    }

    public Uni<Integer> release(Tx tx, Collection<UUID> orders, Instant now) {
        return tx.execute(RELEASE, orders, now, null);
    }

    /** Lets a place go whose money has come for nothing. */
    public Uni<Integer> giveUp(Tx tx, UUID order, String reason, Instant now) {
        return tx.execute(RELEASE, List.of(order), now, reason);
    }

    /** Moves all places of these groups from one state into the next; answers those that moved. */
    public Uni<List<Placed>> move(Tx tx, Collection<BuyGroupId> groups, SeatState from, SeatState to, Instant now) {
        if (!from.next().contains(to)) {
            throw new IllegalArgumentException("a place never goes from " + from + " to " + to);
        }
        return groups.isEmpty()
                ? Uni.createFrom().item(List.of())
                : tx.list(MOVE, SeatStore::placed, groups, from, to, now);
    }

    /** The money is with the member again; an order without such a place is none of ours. */
    public Uni<Integer> refunded(Tx tx, UUID order, Instant now) {
        return tx.execute(REFUNDED, order, now);
    }

    private static Placed placed(Row row) {
        return new Placed(
                new BuyGroupId(row.getUUID("group_id")),
                new ActivityId(row.getUUID("activity_id")),
                new Seat(
                        row.getUUID("order_id"),
                        new MemberId(row.getUUID("member_id")),
                        row.getBoolean("leader"),
                        row.getInteger("quantity"),
                        Columns.constant(row, "state", SeatState.class)));
    }
}
