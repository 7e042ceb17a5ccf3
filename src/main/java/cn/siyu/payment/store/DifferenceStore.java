package cn.siyu.payment.store;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import cn.siyu.payment.domain.Difference;
import cn.siyu.payment.domain.DifferenceKind;
import cn.siyu.payment.domain.DifferenceState;
import cn.siyu.wechat.Bills.What;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The work list of differences. What somebody has resolved stays so, as long as the figures that he has seen do. */
@Singleton
public class DifferenceStore {

    private static final String COLUMNS = """
            id, day, what, number, kind, ours_fen, theirs_fen, ours_state, theirs_state, wechat_no, order_id, state, found_at,
            ended_at, resolved_name, reason, version""";

    /** Stands for an absent amount or id on the way to the statement, because an array of nulls alone has no type. */
    private static final long NO_FEN = Long.MIN_VALUE;

    private static final UUID NO_ORDER = new UUID(0, 0);

    private static final String VANISHED = """
            update payment_bill_difference
               set state = 'VANISHED', ended_at = $3, version = version + 1
             where day = $1 and what = $2 and state = 'OPEN' and not number = any($4::text[])""";

    /** Answers those that are news: new ones, ones that are back, and ones whose figures are others than those resolved. */
    private static final String FOUND = """
            insert into payment_bill_difference as d (
                   id, day, what, number, kind, ours_fen, theirs_fen, ours_state, theirs_state, wechat_no, order_id, state,
                   found_at)
            select f.id, $1::date, $2, f.number, f.kind, nullif(f.ours_fen, $4::bigint), nullif(f.theirs_fen, $4::bigint),
                   nullif(f.ours_state, ''), nullif(f.theirs_state, ''), nullif(f.wechat_no, ''),
                   nullif(f.order_id, $5::uuid), 'OPEN', $3::timestamptz
              from unnest($6::uuid[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::text[], $12::text[],
                          $13::text[], $14::uuid[])
                as f (id, number, kind, ours_fen, theirs_fen, ours_state, theirs_state, wechat_no, order_id)
            on conflict on constraint payment_bill_difference_uk do update
               set kind = excluded.kind, ours_fen = excluded.ours_fen, theirs_fen = excluded.theirs_fen,
                   ours_state = excluded.ours_state, theirs_state = excluded.theirs_state, wechat_no = excluded.wechat_no,
                   order_id = excluded.order_id, state = 'OPEN', found_at = excluded.found_at, ended_at = null,
                   resolved_by = null, resolved_name = null, reason = null, version = d.version + 1
             where d.state = 'VANISHED'
                or (d.kind, d.ours_fen, d.theirs_fen, d.ours_state, d.theirs_state)
                   is distinct from
                   (excluded.kind, excluded.ours_fen, excluded.theirs_fen, excluded.ours_state, excluded.theirs_state)
            returning d.kind""";

    private static final String OPEN = """
            select count(*) as total from payment_bill_difference where day = $1 and state = 'OPEN'""";

    private static final String FILTER = """
             from payment_bill_difference
            where ($1::date is null or day = $1) and ($2::text is null or what = $2) and ($3::text is null or kind = $3)
              and ($4::text is null or state = $4) and ($5::text is null or number = $5)""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by found_at desc, id desc limit $6 offset $7";

    private static final String AFTER = "select " + COLUMNS + FILTER + """
              and ($6::timestamptz is null or (found_at, id) < ($6, $7::uuid))
            order by found_at desc, id desc
            limit $8""";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String LOCK = "select " + COLUMNS + " from payment_bill_difference where id = $1 for update";

    private static final String RESOLVED = """
            update payment_bill_difference
               set state = 'RESOLVED', ended_at = $2, resolved_by = $3, resolved_name = $4, reason = $5,
                   version = version + 1
             where id = $1
            returning
            """ + COLUMNS;

    /** Which differences a list shows; an absent value means all. */
    public record Search(
            @Nullable LocalDate day,
            @Nullable What what,
            @Nullable DifferenceKind kind,
            @Nullable DifferenceState state,
            @Nullable String number) {}

    /** A difference on the work list. */
    public record Kept(
            UUID id,
            Difference difference,
            DifferenceState state,
            Instant foundAt,
            Optional<Instant> endedAt,
            Optional<String> resolvedBy,
            Optional<String> reason,
            int version) {}

    /** Closes what {@code numbers} no longer names. */
    public Uni<Integer> vanished(Tx tx, LocalDate day, What what, List<String> numbers, Instant now) {
        return tx.execute(VANISHED, day, what, now, numbers);
    }

    /** Answers the kinds of those that are news. */
    public Uni<List<DifferenceKind>> found(Tx tx, LocalDate day, What what, List<Difference> found, Instant now) {
        return tx.list(
                FOUND,
                row -> Columns.constant(row, "kind", DifferenceKind.class),
                day,
                what,
                now,
                NO_FEN,
                NO_ORDER,
                found.stream().map(_ -> Ids.next()).toList(),
                found.stream().map(Difference::number).toList(),
                found.stream().map(Difference::kind).toList(),
                found.stream().map(d -> d.oursFen().orElse(NO_FEN)).toList(),
                found.stream().map(d -> d.theirsFen().orElse(NO_FEN)).toList(),
                found.stream().map(d -> d.oursState().orElse("")).toList(),
                found.stream().map(d -> d.theirsState().orElse("")).toList(),
                found.stream().map(d -> d.weChatNumber().orElse("")).toList(),
                found.stream().map(d -> d.order().orElse(NO_ORDER)).toList());
    }

    public Uni<Long> open(Sql sql, LocalDate day) {
        return sql.one(OPEN, row -> row.getLong("total"), day);
    }

    public Uni<List<Kept>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE,
                DifferenceStore::kept,
                search.day(),
                search.what(),
                search.kind(),
                search.state(),
                search.number(),
                limit,
                offset);
    }

    public Uni<List<Kept>> after(Sql sql, Search search, Optional<Cursor> after, int limit) {
        return sql.list(
                AFTER,
                DifferenceStore::kept,
                search.day(),
                search.what(),
                search.kind(),
                search.state(),
                search.number(),
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                limit);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(
                COUNT,
                row -> row.getLong("total"),
                search.day(),
                search.what(),
                search.kind(),
                search.state(),
                search.number());
    }

    /** Null when there is none. */
    public Uni<Kept> lock(Tx tx, UUID id) {
        return tx.one(LOCK, DifferenceStore::kept, id);
    }

    public Uni<Kept> resolved(Tx tx, UUID id, Actor actor, String reason, Instant now) {
        return tx.one(RESOLVED, DifferenceStore::kept, id, now, actor.id(), actor.name(), reason);
    }

    private static Kept kept(Row row) {
        @Nullable Long ours = row.getLong("ours_fen");
        @Nullable Long theirs = row.getLong("theirs_fen");
        @Nullable UUID order = row.getUUID("order_id");
        return new Kept(
                row.getUUID("id"),
                new Difference(
                        row.getLocalDate("day"),
                        Columns.constant(row, "what", What.class),
                        row.getString("number"),
                        Columns.constant(row, "kind", DifferenceKind.class),
                        Optional.ofNullable(ours),
                        Optional.ofNullable(theirs),
                        text(row, "ours_state"),
                        text(row, "theirs_state"),
                        text(row, "wechat_no"),
                        Optional.ofNullable(order)),
                Columns.constant(row, "state", DifferenceState.class),
                Columns.instant(row, "found_at"),
                Columns.optionalInstant(row, "ended_at"),
                text(row, "resolved_name"),
                text(row, "reason"),
                row.getInteger("version"));
    }

    private static Optional<String> text(Row row, String column) {
        @Nullable String text = row.getString(column);
        return Optional.ofNullable(text);
    }
}
