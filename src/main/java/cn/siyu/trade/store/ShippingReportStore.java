package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.ShippingReport;
import cn.siyu.trade.domain.ShippingReport.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What WeChat knows of the parcels of orders, and what it is still to be told. */
@Singleton
public class ShippingReportStore {

    /** After WeChat took a second complete report it takes no other: then only our own record changes. */
    private static final String WANT = """
            insert into trade_shipping_report (order_id, state, wanted_at, next_try_at)
            values ($1, 'WAITING', $2, $2)
            on conflict on constraint trade_shipping_report_pk do update
               set wanted = trade_shipping_report.wanted + 1, state = 'WAITING', tries = 0, last_code = null,
                   next_try_at = excluded.next_try_at,
                   wanted_at = case when trade_shipping_report.state = 'WAITING' then trade_shipping_report.wanted_at
                                    else excluded.wanted_at end
             where trade_shipping_report.completions < 2""";

    private static final String CLAIM = """
            update trade_shipping_report r
               set leased_until = $2, tries = tries + 1,
                   sent_at = greatest($1, coalesce(sent_at, $1) + interval '1 millisecond')
              from (select order_id
                      from trade_shipping_report
                     where state = 'WAITING' and next_try_at <= $1 and (leased_until is null or leased_until <= $1)
                     order by next_try_at
                     limit $3
                       for update skip locked) due
             where r.order_id = due.order_id
            returning r.order_id, r.wanted, r.split, r.tries, r.sent_at""";

    private static final String TOLD = """
            update trade_shipping_report
               set told = greatest(told, $2), told_at = $3::timestamptz, split = $4, completions = least(2, completions + $5::int),
                   tries = 0, last_code = null, leased_until = null,
                   next_try_at = case when wanted > $2 then $3::timestamptz end,
                   state = case when wanted > $2 then 'WAITING' when $5::int > 0 then 'TOLD' else 'PART' end
             where order_id = $1""";

    private static final String ENDED = """
            update trade_shipping_report
               set state = $2::text, told = case when $2::text = 'TOLD' then wanted else told end, last_code = $3, leased_until = null,
                   next_try_at = null, told_at = case when $2::text = 'TOLD' then coalesce(told_at, $4) else told_at end
             where order_id = $1""";

    private static final String DOUBTED = """
            update trade_shipping_report
               set next_try_at = case when wanted > $4 then next_try_at else $2 end, last_code = $3, leased_until = null
             where order_id = $1""";

    private static final String HURRY = """
            update trade_shipping_report
               set next_try_at = $2, tries = 0
             where order_id = $1 and state = 'WAITING'""";

    private static final String ENTRY = """
            select o.id, o.order_no, o.paid_at, s.ships_by, coalesce(r.state, 'UNSHIPPED') as state, r.wanted_at, r.told_at, r.next_try_at,
                   coalesce(r.tries, 0) as tries, coalesce(r.completions, 0) as completions, r.last_code
            """;

    private static final String REPORTS = """
              from trade_shipping_report r
              join trade_order o on o.id = r.order_id
              left join trade_special_report s on s.order_id = o.id and s.state = 'TOLD'
            """;

    private static final String MATCHING = REPORTS + " where $1::text is null or r.state = $1";

    /**
     * Told too late: it has waited for too long, or the payment is nearly as old as WeChat allows. Of a pre-sale that WeChat knows
     * of the promised moment counts instead, and a test is never expected (E14).
     */
    private static final String LATE = """
              from (select w.order_id
                      from trade_shipping_report w
                      join trade_order p on p.id = w.order_id
                      left join trade_special_report x on x.order_id = w.order_id and x.state = 'TOLD'
                     where w.state = 'WAITING' and (w.wanted_at <= $1 or p.paid_at <= $2 and (x.order_id is null or x.ships_by <= $3))
                     union all
                    select p.id
                      from trade_order p
                      left join trade_special_report x on x.order_id = p.id and x.state = 'TOLD'
                     where p.state = 'TO_SHIP' and p.paid_at <= $2 and p.firm_at is not null and p.goods_fen + p.freight_fen > 0
                       and (x.order_id is null or x.ships_by <= $3)) late
              join trade_order o on o.id = late.order_id
              left join trade_shipping_report r on r.order_id = o.id
              left join trade_special_report s on s.order_id = o.id and s.state = 'TOLD'
            """;

    /**
     * Since when something is late.
     *
     * @param wanted a parcel that WeChat should have known of by then
     * @param paid a payment of then, or {@code promised} a pre-sale that is to be sent by then, of which it knows no parcel
     */
    public record Deadline(Instant wanted, Instant paid, Instant promised) {}

    /** A report as a line of a list. */
    public record Entry(
            UUID order,
            String orderNo,
            Instant paidAt,
            Optional<Instant> promisedAt,
            State state,
            Optional<Instant> wantedAt,
            Optional<Instant> toldAt,
            Optional<Instant> nextTryAt,
            int tries,
            int completions,
            Optional<String> lastCode) {}

    /** Something about the parcels of an order has changed: WeChat is to know. */
    public Uni<Integer> want(Tx tx, OrderId order, Instant now) {
        return tx.execute(WANT, order, now);
    }

    /** What is due; another instance leaves it alone until the lease is over. */
    public Uni<List<ShippingReport>> claim(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(CLAIM, ShippingReportStore::report, now, leaseUntil, limit);
    }

    public Uni<Integer> told(Tx tx, ShippingReport report, boolean split, boolean complete, Instant now) {
        return tx.execute(TOLD, report.order(), report.wanted(), now, split, complete ? 1 : 0);
    }

    /** Nothing more will be told, in this state. */
    public Uni<Integer> ended(Tx tx, ShippingReport report, State state, @Nullable String code, Instant now) {
        return tx.execute(ENDED, report.order(), state, code, now);
    }

    public Uni<Integer> doubted(Tx tx, ShippingReport report, Instant nextTry, @Nullable String code) {
        return tx.execute(DOUBTED, report.order(), nextTry, code, report.wanted());
    }

    /** Tries at once what would be tried later; answers 0 when nothing waits. */
    public Uni<Integer> hurry(Tx tx, OrderId order, Instant now) {
        return tx.execute(HURRY, order, now);
    }

    /** The entry of an order, or null. */
    public Uni<Entry> find(Sql sql, OrderId order) {
        return sql.one(ENTRY + REPORTS + " where r.order_id = $1", ShippingReportStore::entry, order);
    }

    public Uni<List<Entry>> page(Sql sql, @Nullable State state, int page, int size) {
        return sql.list(
                ENTRY + MATCHING + " order by r.wanted_at desc, r.order_id desc limit $2 offset $3",
                ShippingReportStore::entry,
                state,
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable State state) {
        return sql.one("select count(*) as total" + MATCHING, row -> row.getLong("total"), state);
    }

    /** The oldest payments first: those wait most urgently. */
    public Uni<List<Entry>> latePage(Sql sql, Deadline before, int page, int size) {
        return sql.list(
                ENTRY + LATE + " order by o.paid_at, o.id limit $4 offset $5",
                ShippingReportStore::entry,
                before.wanted(),
                before.paid(),
                before.promised(),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> lateCount(Sql sql, Deadline before) {
        return sql.one(
                "select count(*) as total" + LATE,
                row -> row.getLong("total"),
                before.wanted(),
                before.paid(),
                before.promised());
    }

    private static ShippingReport report(Row row) {
        return new ShippingReport(
                new OrderId(row.getUUID("order_id")),
                row.getInteger("wanted"),
                row.getBoolean("split"),
                row.getInteger("tries"),
                Columns.instant(row, "sent_at"));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getString("order_no"),
                Columns.instant(row, "paid_at"),
                Columns.optionalInstant(row, "ships_by"),
                Columns.constant(row, "state", State.class),
                Columns.optionalInstant(row, "wanted_at"),
                Columns.optionalInstant(row, "told_at"),
                Columns.optionalInstant(row, "next_try_at"),
                row.getInteger("tries"),
                row.getInteger("completions"),
                Optional.ofNullable(row.getString("last_code")));
    }
}
