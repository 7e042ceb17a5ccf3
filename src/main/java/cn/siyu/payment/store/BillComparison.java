package cn.siyu.payment.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.BillDays;
import cn.siyu.payment.domain.Difference;
import cn.siyu.payment.domain.DifferenceKind;
import cn.siyu.wechat.Bills.What;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a day's bills joined with our rows, both ways, by number (REL-15). A line is looked for here whatever day we
 * think that it belongs to, and what is ours in any bill that we have: midnight is not the same instant on both sides. Of what
 * is ours just before midnight nothing is said until the next day's bill is here.
 */
@Singleton
public class BillComparison {

    /** A number once: how often, how much, how it stands. */
    private static final String THEIRS = """
            with theirs as (
                select l.number, count(*) filter (where l.amount_fen > 0) as times, sum(l.amount_fen)::bigint as fen,
                       min(l.state) as state, min(l.wechat_no) as wechat_no,
                       exists (select from payment_bill_line e
                                where e.what = $6 and e.number = l.number and e.day < $1) as told_before
                  from payment_bill_line l
                 where l.day = $1 and l.what = $6
                 group by l.number)
            """;

    private static final String PAYMENTS = THEIRS + """
            select * from (
                select t.number,
                       case when a.id is null then 'MISSING_HERE'
                            when t.times > 1 or t.told_before then 'DOUBLED'
                            when a.amount_fen <> t.fen then 'AMOUNT_DIFFERS'
                            when a.state <> 'CAPTURED' or t.state <> 'SUCCESS' then 'STATE_DIFFERS'
                       end as kind,
                       a.amount_fen as ours_fen, t.fen as theirs_fen, a.state as ours_state, t.state as theirs_state,
                       t.wechat_no, a.order_id
                  from theirs t
                  left join payment_attempt a on a.out_trade_no = t.number
                union all
                select a.out_trade_no, 'MISSING_THERE', a.amount_fen, null, a.state, null, a.transaction_id, a.order_id
                  from payment_attempt a
                 where a.kind = 'WECHAT' and a.state = 'CAPTURED' and a.paid_at >= $2 and a.paid_at < $3
                   and (a.paid_at < $4 or $5)
                   and not exists (
                       select from payment_bill_line l where l.what = 'PAYMENT' and l.number = a.out_trade_no)) as found
             where kind is not null
             order by number""";

    /** What a refund became after its day is not in its line; so only what was settled before may be held against it. */
    private static final String REFUNDS = THEIRS + """
            , ours as not materialized (
                select out_refund_no as number, amount_fen, state, refund_id, order_id, known_at, refunded_at,
                       settled_outside
                  from payment_refund
                union all
                select o.out_refund_no, r.amount_fen, 'CLOSED', null, r.order_id, o.known_at, null, false
                  from payment_refund_round o
                  join payment_refund r on r.id = o.of_refund)
            select * from (
                select t.number,
                       case when o.number is null then 'MISSING_HERE'
                            when t.times > 1 or t.told_before then 'DOUBLED'
                            when o.amount_fen <> t.fen then 'AMOUNT_DIFFERS'
                            when t.state = 'SUCCESS' and (o.state <> 'SUCCESS' or o.settled_outside) then 'STATE_DIFFERS'
                            when t.state not in ('SUCCESS', 'PROCESSING') and o.state = 'SUCCESS'
                                 and not o.settled_outside and o.refunded_at < $3 then 'STATE_DIFFERS'
                       end as kind,
                       o.amount_fen as ours_fen, t.fen as theirs_fen, o.state as ours_state, t.state as theirs_state,
                       t.wechat_no, o.order_id
                  from theirs t
                  left join ours o on o.number = t.number
                union all
                select o.number, 'MISSING_THERE', o.amount_fen, null, o.state, null, o.refund_id, o.order_id
                  from ours o
                 where o.known_at >= $2 and o.known_at < $3 and (o.known_at < $4 or $5)
                   and not exists (
                       select from payment_bill_line l where l.what = 'REFUND' and l.number = o.number)) as found
             where kind is not null
             order by number""";

    /** What went out and came back again moved nothing. */
    private static final String TRANSFERS = THEIRS + """
            select * from (
                select t.number,
                       case when p.id is null then 'MISSING_HERE'
                            when t.times > 1 or t.told_before then 'DOUBLED'
                            when p.amount_fen <> t.fen then 'AMOUNT_DIFFERS'
                            when p.state <> 'SUCCESS' then 'STATE_DIFFERS'
                       end as kind,
                       p.amount_fen as ours_fen, t.fen as theirs_fen, p.state as ours_state, t.state as theirs_state,
                       t.wechat_no, null::uuid as order_id
                  from theirs t
                  left join payment_transfer p on p.bill_no = t.number
                 where t.fen <> 0
                union all
                select p.bill_no, 'MISSING_THERE', p.amount_fen, null, p.state, null, p.transfer_bill_no, null
                  from payment_transfer p
                 where p.state = 'SUCCESS' and p.ended_at >= $2 and p.ended_at < $3 and (p.ended_at < $4 or $5)
                   and not exists (
                       select from payment_bill_line l where l.what = 'TRANSFER' and l.number = p.bill_no)) as found
             where kind is not null
             order by number""";

    private static final String TOTALS = """
            insert into payment_bill_total (day, what, ours_count, ours_fen, theirs_count, theirs_fen)
            select $1::date, o.what, o.times, o.fen, t.times, t.fen
              from (select 'PAYMENT' as what, count(*) as times, coalesce(sum(amount_fen), 0)::bigint as fen
                      from payment_attempt
                     where kind = 'WECHAT' and state = 'CAPTURED' and paid_at >= $2 and paid_at < $3
                    union all
                    select 'REFUND', count(*), coalesce(sum(amount_fen), 0)::bigint
                      from (select amount_fen, known_at from payment_refund
                            union all
                            select r.amount_fen, o.known_at
                              from payment_refund_round o
                              join payment_refund r on r.id = o.of_refund) as refunds
                     where known_at >= $2 and known_at < $3
                    union all
                    select 'TRANSFER', count(*), coalesce(sum(amount_fen), 0)::bigint
                      from payment_transfer
                     where state = 'SUCCESS' and ended_at >= $2 and ended_at < $3) as o
             cross join lateral (
                   select count(*) as times, coalesce(sum(l.amount_fen), 0)::bigint as fen
                     from payment_bill_line l
                    where l.day = $1 and l.what = o.what) as t
            on conflict on constraint payment_bill_total_pk do update
               set ours_count = excluded.ours_count, ours_fen = excluded.ours_fen,
                   theirs_count = excluded.theirs_count, theirs_fen = excluded.theirs_fen""";

    /** @param nextIsFetched whether the next day's bill of the same kind is here */
    public Uni<List<Difference>> compare(Tx tx, LocalDate day, What what, boolean nextIsFetched) {
        var statement = switch (what) {
            case PAYMENT -> PAYMENTS;
            case REFUND -> REFUNDS;
            case TRANSFER -> TRANSFERS;
        };
        return tx.list(
                statement,
                row -> difference(row, day, what),
                day,
                BillDays.begin(day),
                BillDays.begin(day.plusDays(1)),
                BillDays.edge(day),
                nextIsFetched,
                what);
    }

    public Uni<Void> addUp(Tx tx, LocalDate day) {
        return tx.execute(TOTALS, day, BillDays.begin(day), BillDays.begin(day.plusDays(1)))
                .replaceWithVoid();
    }

    private static Difference difference(Row row, LocalDate day, What what) {
        @Nullable Long ours = row.getLong("ours_fen");
        @Nullable Long theirs = row.getLong("theirs_fen");
        @Nullable String oursState = row.getString("ours_state");
        @Nullable String theirsState = row.getString("theirs_state");
        @Nullable String weChatNumber = row.getString("wechat_no");
        @Nullable UUID order = row.getUUID("order_id");
        return new Difference(
                day,
                what,
                row.getString("number"),
                Columns.constant(row, "kind", DifferenceKind.class),
                Optional.ofNullable(ours),
                Optional.ofNullable(theirs),
                Optional.ofNullable(oursState),
                Optional.ofNullable(theirsState),
                Optional.ofNullable(weChatNumber),
                Optional.ofNullable(order));
    }
}
