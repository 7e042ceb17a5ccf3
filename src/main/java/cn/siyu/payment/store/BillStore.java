package cn.siyu.payment.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.BillDayState;
import cn.siyu.wechat.Bills.Bill;
import cn.siyu.wechat.Bills.Kind;
import cn.siyu.wechat.Bills.Line;
import cn.siyu.wechat.Bills.What;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Days with their bills: what is due, what was fetched, how both sides add up. */
@Singleton
public class BillStore {

    /** Days that nobody has taken up yet: no further back than {@code $1}, and not before the first money came in. */
    private static final String BEGIN_DAYS = """
            insert into payment_bill_day (day, state, next_try_at)
            select day::date, 'QUEUED', $3
              from (select min(paid_at) as paid_at from payment_attempt where state = 'CAPTURED' and kind = 'WECHAT') first
             cross join lateral generate_series(
                   greatest($1::date, (first.paid_at at time zone 'Asia/Shanghai')::date), $2::date, interval '1 day') as day
             where first.paid_at is not null
            on conflict on constraint payment_bill_day_pk do nothing""";

    private static final String CLAIM = """
            update payment_bill_day
               set state = 'QUEUED', next_try_at = $2
             where day in (select day
                             from payment_bill_day
                            where next_try_at <= $1
                            order by day
                            limit $3
                              for update skip locked)
            returning day""";

    private static final String QUEUED = """
            insert into payment_bill_day (day, state, job_id, next_try_at)
            values ($1, 'QUEUED', $2, $3)
            on conflict on constraint payment_bill_day_pk do update
               set state = 'QUEUED', job_id = excluded.job_id, next_try_at = excluded.next_try_at, failure = null""";

    private static final String FAILED = """
            insert into payment_bill_day (day, state, failure, next_try_at)
            values ($1, $2, $3, $4)
            on conflict on constraint payment_bill_day_pk do update
               set state = excluded.state, failure = excluded.failure, next_try_at = excluded.next_try_at""";

    private static final String RECONCILED = """
            insert into payment_bill_day (day, state, reconciled_at)
            values ($1, 'RECONCILED', $2)
            on conflict on constraint payment_bill_day_pk do update
               set state = 'RECONCILED', reconciled_at = excluded.reconciled_at, next_try_at = null, failure = null""";

    private static final String FORGET = "delete from payment_bill where day = $1 and kind = $2";

    private static final String KEEP = """
            insert into payment_bill (day, kind, sha1, lines, load, fetched_at)
            values ($1, $2, $3, 0, $4, $5)""";

    private static final String COMPLETE = """
            update payment_bill set complete = true, lines = $4 where day = $1 and kind = $2 and load = $3""";

    private static final String ABANDONED = "delete from payment_bill where day = $1 and kind = $2 and load = $3";

    /** Nothing is staged for a bill that somebody else has begun anew meanwhile. */
    private static final String STAGE = """
            insert into payment_bill_line (day, kind, line, what, number, wechat_no, amount_fen, state, at)
            select b.day, b.kind, l.line, l.what, l.number, l.wechat_no, l.amount_fen, l.state, l.at
              from payment_bill b
             cross join unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[], $10::timestamptz[])
                as l (line, what, number, wechat_no, amount_fen, state, at)
             where b.day = $1 and b.kind = $2 and b.load = $3""";

    private static final String IS_FETCHED = """
            select true as fetched from payment_bill where day = $1 and kind = $2 and complete for share""";

    /** With their lines: a bill without its lines would be an empty one. */
    private static final String OUTDATED = """
            delete from payment_bill
             where (day, kind) in (select day, kind from payment_bill where day < $1 order by day limit $2)""";

    private static final String DAYS = """
            select d.day, d.state, d.job_id, d.failure, d.reconciled_at, d.next_try_at,
                   (select count(*) from payment_bill_difference x where x.day = d.day and x.state = 'OPEN') as open,
                   (select count(*) from payment_bill_difference x where x.day = d.day and x.state = 'RESOLVED') as resolved
              from payment_bill_day d
             order by d.day desc
             limit $1 offset $2""";

    private static final String COUNT_DAYS = "select count(*) as total from payment_bill_day";

    private static final String TOTALS = """
            select day, what, ours_count, ours_fen, theirs_count, theirs_fen
              from payment_bill_total
             where day = any($1::text[]::date[])
             order by day desc, what""";

    /** A day as finance sees it. */
    public record BillDay(
            LocalDate day,
            BillDayState state,
            Optional<UUID> job,
            Optional<String> failure,
            Optional<Instant> reconciledAt,
            Optional<Instant> nextTryAt,
            long open,
            long resolved) {}

    /** What both sides say that a day adds up to. */
    public record Total(LocalDate day, What what, long oursCount, long oursFen, long theirsCount, long theirsFen) {}

    /** Answers the days whose turn has come; nobody else gets them before {@code leaseUntil}. */
    public Uni<List<LocalDate>> claim(
            Tx tx, LocalDate oldest, LocalDate newest, Instant now, Instant leaseUntil, int limit) {
        return tx.execute(BEGIN_DAYS, oldest, newest, now)
                .chain(() -> tx.list(CLAIM, row -> row.getLocalDate("day"), now, leaseUntil, limit));
    }

    public Uni<Void> queued(Tx tx, LocalDate day, UUID job, Instant nextTry) {
        return tx.execute(QUEUED, day, job, nextTry).replaceWithVoid();
    }

    public Uni<Void> failed(Tx tx, LocalDate day, BillDayState state, String failure, Instant nextTry) {
        return tx.execute(FAILED, day, state, failure, nextTry).replaceWithVoid();
    }

    public Uni<Void> reconciled(Tx tx, LocalDate day, Instant now) {
        return tx.execute(RECONCILED, day, now).replaceWithVoid();
    }

    /** A bill takes the place of what was fetched of it before. */
    public Uni<Void> begin(Tx tx, Bill bill, UUID load, Instant now) {
        return tx.execute(FORGET, bill.day(), bill.kind())
                .chain(() ->
                        tx.execute(KEEP, bill.day(), bill.kind(), bill.sha1().orElse(null), load, now))
                .replaceWithVoid();
    }

    /**
     * Answers how many lines were staged: none, if somebody else has begun anew.
     *
     * @param from how many lines of the bill there are already
     */
    public Uni<Integer> stage(Sql sql, Bill bill, UUID load, List<Line> lines, int from) {
        return sql.execute(
                STAGE,
                bill.day(),
                bill.kind(),
                load,
                IntStream.range(0, lines.size()).mapToObj(i -> from + i + 1).toList(),
                lines.stream().map(Line::what).toList(),
                lines.stream().map(Line::number).toList(),
                lines.stream().map(Line::weChatNumber).toList(),
                lines.stream().map(Line::amount).toList(),
                lines.stream().map(Line::state).toList(),
                lines.stream().map(Line::at).toList());
    }

    public Uni<Integer> complete(Sql sql, Bill bill, UUID load, int lines) {
        return sql.execute(COMPLETE, bill.day(), bill.kind(), load, lines);
    }

    /** What was staged of a bill that turned out to be unsound is no bill. */
    public Uni<Integer> abandoned(Sql sql, Bill bill, UUID load) {
        return sql.execute(ABANDONED, bill.day(), bill.kind(), load);
    }

    /** Whether a bill is here as a whole; it stays so until the transaction ends. */
    public Uni<Boolean> isFetched(Tx tx, LocalDate day, Kind kind) {
        return tx.one(IS_FETCHED, _ -> true, day, kind).onItem().ifNull().continueWith(false);
    }

    /** Removes bills of days before {@code day}; answers how many went. */
    public Uni<Integer> forgetBefore(Sql sql, LocalDate day, int most) {
        return sql.execute(OUTDATED, day, most);
    }

    public Uni<List<BillDay>> days(Sql sql, int limit, int offset) {
        return sql.list(DAYS, BillStore::day, limit, offset);
    }

    public Uni<Long> countDays(Sql sql) {
        return sql.one(COUNT_DAYS, row -> row.getLong("total"));
    }

    public Uni<List<Total>> totals(Sql sql, List<LocalDate> days) {
        return sql.list(
                TOTALS, BillStore::total, days.stream().map(LocalDate::toString).toList());
    }

    private static BillDay day(Row row) {
        @Nullable UUID job = row.getUUID("job_id");
        @Nullable String failure = row.getString("failure");
        return new BillDay(
                row.getLocalDate("day"),
                Columns.constant(row, "state", BillDayState.class),
                Optional.ofNullable(job),
                Optional.ofNullable(failure),
                Columns.optionalInstant(row, "reconciled_at"),
                Columns.optionalInstant(row, "next_try_at"),
                row.getLong("open"),
                row.getLong("resolved"));
    }

    private static Total total(Row row) {
        return new Total(
                row.getLocalDate("day"),
                Columns.constant(row, "what", What.class),
                row.getLong("ours_count"),
                row.getLong("ours_fen"),
                row.getLong("theirs_count"),
                row.getLong("theirs_fen"));
    }
}
