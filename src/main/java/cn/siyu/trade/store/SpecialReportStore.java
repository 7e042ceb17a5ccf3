package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.SpecialReport;
import cn.siyu.trade.domain.SpecialReport.Kind;
import cn.siyu.trade.domain.SpecialReport.Marking;
import cn.siyu.trade.domain.SpecialReport.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pre-sales and tests: what WeChat was told of them, and what it is still to be told (E14). */
@Singleton
public class SpecialReportStore {

    /** What is being told in this moment keeps its lease: the newer word follows it. */
    private static final String MARK = """
            insert into trade_special_report (order_id, kind, ships_by, reason, state, marked_at, next_try_at)
            select $1::uuid, $2::text, $3::timestamptz, $4::text, 'WAITING', $5::timestamptz, $5::timestamptz
             where $6::bigint = 0 or exists (select 1 from trade_special_report where order_id = $1)
            on conflict on constraint trade_special_report_pk do update
               set kind = excluded.kind, ships_by = excluded.ships_by, reason = excluded.reason, state = 'WAITING',
                   version = trade_special_report.version + 1, marked_at = excluded.marked_at,
                   next_try_at = excluded.next_try_at, tries = 0, last_code = null
             where trade_special_report.version = $6""";

    private static final String CLAIM = """
            update trade_special_report r
               set leased_until = $2, tries = tries + 1
              from (select order_id
                      from trade_special_report
                     where state = 'WAITING' and next_try_at <= $1 and (leased_until is null or leased_until <= $1)
                     order by next_try_at
                     limit $3
                       for update skip locked) due
             where r.order_id = due.order_id
            returning r.order_id, r.kind, r.ships_by, r.version, r.tries""";

    private static final String ENDED = """
            update trade_special_report
               set leased_until = null,
                   state = case when version = $2 then $3::text else state end,
                   last_code = case when version = $2 then $4 else last_code end,
                   next_try_at = case when version = $2 then null else next_try_at end,
                   told_at = case when $3::text = 'TOLD' then $5 else told_at end
             where order_id = $1""";

    private static final String DOUBTED = """
            update trade_special_report
               set leased_until = null,
                   last_code = case when version = $2 then $4 else last_code end,
                   next_try_at = case when version = $2 then $3 else next_try_at end
             where order_id = $1""";

    private static final String ENTRY = """
            select o.id, o.order_no, o.paid_at, r.kind, r.ships_by, r.reason, r.state, r.version, r.marked_at, r.told_at, r.next_try_at,
                   r.tries, r.last_code
            """;

    private static final String REPORTS = """
              from trade_special_report r
              join trade_order o on o.id = r.order_id
            """;

    private static final String MATCHING = REPORTS + " where $1::text is null or r.state = $1";

    /** WeChat does not know of it, and its 48 hours run. */
    private static final String UNTOLD = "select count(*) as total" + REPORTS + """
             where o.state in ('TO_SHIP', 'PARTLY_SHIPPED')
               and (r.state = 'REFUSED' or r.state = 'WAITING' and r.marked_at <= $1)""";

    /** A report as a line of a list. */
    public record Entry(
            UUID order,
            String orderNo,
            Instant paidAt,
            Kind kind,
            Optional<Instant> shipsBy,
            String reason,
            State state,
            long version,
            Instant markedAt,
            Optional<Instant> toldAt,
            Optional<Instant> nextTryAt,
            int tries,
            Optional<String> lastCode) {}

    /** When the order was paid; only one that was is asked about. */
    public Uni<Instant> paidAt(Sql sql, OrderId order) {
        return sql.one("select paid_at from trade_order where id = $1", row -> Columns.instant(row, "paid_at"), order);
    }

    /** Answers 0 when somebody has marked it since that version; version 0 is that of what was never marked. */
    public Uni<Integer> mark(Tx tx, OrderId order, Marking marking, Instant now) {
        return tx.execute(
                MARK, order, marking.kind(), marking.shipsBy().orElse(null), marking.reason(), now, marking.version());
    }

    /** What is due; another instance leaves it alone until the lease is over. */
    public Uni<List<SpecialReport>> claim(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(CLAIM, SpecialReportStore::report, now, leaseUntil, limit);
    }

    /** Nothing more is told of this marking. */
    public Uni<Integer> ended(Tx tx, SpecialReport report, State state, @Nullable String code, Instant now) {
        return tx.execute(ENDED, report.order(), report.version(), state, code, now);
    }

    public Uni<Integer> doubted(Tx tx, SpecialReport report, Instant nextTry, @Nullable String code) {
        return tx.execute(DOUBTED, report.order(), report.version(), nextTry, code);
    }

    /** How many have waited since before, or were refused for good. */
    public Uni<Long> untold(Sql sql, Instant markedBefore) {
        return sql.one(UNTOLD, row -> row.getLong("total"), markedBefore);
    }

    /** The entry of an order, or null. */
    public Uni<Entry> find(Sql sql, OrderId order) {
        return sql.one(ENTRY + REPORTS + " where r.order_id = $1", SpecialReportStore::entry, order);
    }

    public Uni<List<Entry>> page(Sql sql, @Nullable State state, int page, int size) {
        return sql.list(
                ENTRY + MATCHING + " order by r.marked_at desc, r.order_id desc limit $2 offset $3",
                SpecialReportStore::entry,
                state,
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable State state) {
        return sql.one("select count(*) as total" + MATCHING, row -> row.getLong("total"), state);
    }

    private static SpecialReport report(Row row) {
        return new SpecialReport(
                new OrderId(row.getUUID("order_id")),
                Columns.constant(row, "kind", Kind.class),
                Columns.optionalInstant(row, "ships_by"),
                row.getLong("version"),
                row.getInteger("tries"));
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getUUID("id"),
                row.getString("order_no"),
                Columns.instant(row, "paid_at"),
                Columns.constant(row, "kind", Kind.class),
                Columns.optionalInstant(row, "ships_by"),
                row.getString("reason"),
                Columns.constant(row, "state", State.class),
                row.getLong("version"),
                Columns.instant(row, "marked_at"),
                Columns.optionalInstant(row, "told_at"),
                Columns.optionalInstant(row, "next_try_at"),
                row.getInteger("tries"),
                Optional.ofNullable(row.getString("last_code")));
    }
}
