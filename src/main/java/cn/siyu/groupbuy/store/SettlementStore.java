package cn.siyu.groupbuy.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.domain.LeaderBenefit;
import cn.siyu.groupbuy.domain.Settlement.Bought;
import cn.siyu.groupbuy.domain.Settlement.Rebate;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What members of complete groups are owed and have got. Whoever settles a group has locked it. */
@Singleton
public class SettlementStore {

    private static final String OWE = "update groupbuy_group set settle_at = $2 where id = any($1::uuid[])";

    /** Claimed ones are left alone by the other instance and by the next sweeps until {@code $2}. */
    private static final String CLAIM = """
            update groupbuy_group g
               set settle_at = $2
              from (select id from groupbuy_group where settle_at <= $1 order by settle_at limit $3 for update skip locked) due
             where g.id = due.id
            returning g.id""";

    private static final String REACHED = "select reached from groupbuy_group where id = $1 and settle_at is not null";

    /** Confirmed places that have had nothing yet. */
    private static final String UNSETTLED = """
            select s.order_id, s.member_id, s.sku_id, s.quantity, s.unit_fen, s.leader, g.fen
              from groupbuy_seat s
              left join groupbuy_given g on g.order_id = s.order_id and g.live
             where s.group_id = $1 and s.state = 'CONFIRMED'
               and not exists (select 1 from groupbuy_rebate r where r.order_id = s.order_id)
             order by s.order_id""";

    private static final String INSERT = """
            insert into groupbuy_rebate (order_id, group_id, ladder_fen, benefit_fen, sent_fen, at)
            select order_id, $1, ladder_fen, benefit_fen, sent_fen, $6
              from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[])
                   as n (order_id, ladder_fen, benefit_fen, sent_fen)""";

    private static final String REWARD = """
            insert into groupbuy_benefit (group_id, order_id, member_id, benefit, state, note, amount_fen, at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict on constraint groupbuy_benefit_pk do nothing""";

    private static final String REVERSE = """
            update groupbuy_benefit set state = 'REVERSED', ended_at = $2 where order_id = $1 and state = 'GRANTED'""";

    /** Where a coupon had paid part of it there was less to send back. */
    private static final String SENT_OF_REWARD = """
            update groupbuy_benefit b
               set amount_fen = greatest(least(b.amount_fen, r.sent_fen - r.ladder_fen), 0)
              from groupbuy_rebate r
             where b.group_id = $1 and r.order_id = b.order_id and b.state = 'GRANTED' and b.benefit in ('PRICE_OFF', 'FREE')""";

    private static final String REBATES = """
            select order_id, ladder_fen, benefit_fen, sent_fen from groupbuy_rebate where group_id = $1""";

    private static final String BENEFIT = """
            select order_id, member_id, benefit, state, note, amount_fen, at from groupbuy_benefit where group_id = $1""";

    /**
     * A place that is to be settled.
     *
     * @param tookAsLeader its member opened the group with it
     * @param given what it gives away of the activity's budget; null when that has none
     */
    public record Unsettled(
            Bought place, boolean tookAsLeader, @Nullable Money given) {}

    /** What became of a leader's benefit. */
    @Schema(name = "LeaderBenefitState")
    public enum Granting {
        GRANTED,
        /** It was not due: the note says why. */
        SKIPPED,
        /** All of the leader's own order went back. */
        REVERSED
    }

    /** What a leader got, or why not. */
    public record Reward(
            UUID order,
            MemberId member,
            LeaderBenefit.Kind benefit,
            Granting state,
            @Nullable String note,
            Money amount,
            Instant at) {}

    /** What went back of one place. */
    public record Sent(Rebate rebate, Money sent) {}

    /** Their members are owed something as from now. */
    public Uni<Integer> owe(Tx tx, Collection<BuyGroupId> groups, Instant now) {
        return tx.execute(OWE, groups, now);
    }

    public Uni<List<BuyGroupId>> claim(Tx tx, Instant now, Instant until, int limit) {
        return tx.list(CLAIM, row -> new BuyGroupId(row.getUUID("id")), now, until, limit);
    }

    /** How many had paid when the group was completed; null when it owes nothing any more. */
    public Uni<Integer> reached(Tx tx, BuyGroupId group) {
        return tx.one(REACHED, row -> row.getInteger("reached"), group);
    }

    public Uni<List<Unsettled>> unsettled(Tx tx, BuyGroupId group) {
        return tx.list(
                UNSETTLED,
                row -> new Unsettled(
                        new Bought(
                                row.getUUID("order_id"),
                                new MemberId(row.getUUID("member_id")),
                                new SkuId(row.getUUID("sku_id")),
                                row.getInteger("quantity"),
                                Columns.money(row, "unit_fen")),
                        row.getBoolean("leader"),
                        row.getLong("fen") == null ? null : Columns.money(row, "fen")),
                group);
    }

    /** @param sent what was really sent, by order */
    public Uni<Integer> insert(Tx tx, BuyGroupId group, List<Rebate> rebates, Map<UUID, Money> sent, Instant now) {
        return tx.execute(
                INSERT,
                group,
                rebates.stream().map(Rebate::order).toList(),
                rebates.stream().map(Rebate::ladder).toList(),
                rebates.stream().map(Rebate::benefit).toList(),
                rebates.stream()
                        .map(each -> sent.getOrDefault(each.order(), Money.ZERO))
                        .toList(),
                now);
    }

    public Uni<Integer> reward(Tx tx, BuyGroupId group, Reward reward) {
        return tx.execute(
                REWARD,
                group,
                reward.order(),
                reward.member(),
                reward.benefit(),
                reward.state(),
                reward.note(),
                reward.amount(),
                reward.at());
    }

    /** What the leader got in money is what was really sent to him. */
    public Uni<Integer> rewardAsSent(Tx tx, BuyGroupId group) {
        return tx.execute(SENT_OF_REWARD, group);
    }

    /** Nothing of the leader's order is left. */
    public Uni<Integer> reverse(Tx tx, UUID order, Instant now) {
        return tx.execute(REVERSE, order, now);
    }

    public Uni<Integer> settled(Tx tx, BuyGroupId group) {
        return tx.execute("update groupbuy_group set settle_at = null where id = $1", group);
    }

    public Uni<List<Sent>> rebates(Sql sql, BuyGroupId group) {
        return sql.list(
                REBATES,
                row -> new Sent(
                        new Rebate(
                                row.getUUID("order_id"),
                                Columns.money(row, "ladder_fen"),
                                Columns.money(row, "benefit_fen")),
                        Columns.money(row, "sent_fen")),
                group);
    }

    /** What the leader got; null as long as that is not decided. */
    public Uni<Reward> benefit(Sql sql, BuyGroupId group) {
        return sql.one(
                BENEFIT,
                row -> new Reward(
                        row.getUUID("order_id"),
                        new MemberId(row.getUUID("member_id")),
                        Columns.constant(row, "benefit", LeaderBenefit.Kind.class),
                        Columns.constant(row, "state", Granting.class),
                        row.getString("note"),
                        Columns.money(row, "amount_fen"),
                        Columns.instant(row, "at")),
                group);
    }
}
