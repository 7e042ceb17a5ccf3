package cn.siyu.commission.store;

import cn.siyu.commission.domain.Limits;
import cn.siyu.commission.domain.Payee;
import cn.siyu.commission.domain.Withdrawal;
import cn.siyu.commission.domain.WithdrawalState;
import cn.siyu.commission.domain.WithdrawalState.Approved;
import cn.siyu.commission.domain.WithdrawalState.Cancelled;
import cn.siyu.commission.domain.WithdrawalState.Expired;
import cn.siyu.commission.domain.WithdrawalState.Failed;
import cn.siyu.commission.domain.WithdrawalState.Rejected;
import cn.siyu.commission.domain.WithdrawalState.Requested;
import cn.siyu.commission.domain.WithdrawalState.Reviewing;
import cn.siyu.commission.domain.WithdrawalState.Succeeded;
import cn.siyu.commission.domain.WithdrawalState.Transferring;
import cn.siyu.commission.domain.WithdrawalState.WaitConfirm;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopCalendar;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.web.Cursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of withdrawals. */
@Singleton
public class WithdrawalStore {

    private static final String COLUMNS = """
            id, payee_id, payee_kind, member_id, amount_fen, bill_no, state, requested_at, first_approver, awaits_since,
            cancel_asked, ended_at, end_reason, version""";

    private static final String INSERT = """
            insert into commission_withdrawal (
                   id, payee_id, payee_kind, member_id, amount_fen, bill_no, state, requested_at, real_name_sealed)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String SAVE = """
            update commission_withdrawal
               set state = $3, first_approver = coalesce($4, first_approver), awaits_since = coalesce($5, awaits_since),
                   cancel_asked = cancel_asked or $6, ended_at = $7, end_reason = coalesce($8, end_reason), version = $9,
                   real_name_sealed = case when $7::timestamptz is null then real_name_sealed end
             where id = $1 and version = $2""";

    private static final String FIND = "select " + COLUMNS + " from commission_withdrawal where id = $1";

    private static final String LOCK = FIND + " for update";

    private static final String LOCK_BY_BILL =
            "select " + COLUMNS + " from commission_withdrawal where bill_no = $1 for update";

    private static final String OF_PAYEES = "select " + COLUMNS + """
              from commission_withdrawal
             where payee_id = any($1::uuid[])
               and ($2::timestamptz is null or (requested_at, id) < ($2, $3::uuid))
             order by requested_at desc, id desc
             limit $4""";

    private static final String FILTER = """
             from commission_withdrawal
            where ($1::text is null or state = $1) and ($2::uuid is null or payee_id = $2)
              and ($3::uuid[] is null or payee_id = any($3::uuid[]))""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by requested_at desc, id desc limit $4 offset $5";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String OF_DAY = """
            select coalesce(sum(amount_fen), 0)::bigint as fen, count(*)::int as times
              from commission_withdrawal
             where member_id = $1 and requested_at >= $2 and (ended_at is null or state = 'SUCCEEDED')""";

    /**
     * Which withdrawals a list shows; an absent value means all.
     *
     * @param among only those of these payees
     */
    public record Search(
            WithdrawalState.@Nullable Kind state,
            @Nullable UUID payee,
            @Nullable List<UUID> among) {}

    public Uni<Void> insert(Tx tx, Withdrawal withdrawal, Optional<String> sealedName) {
        return tx.execute(
                        INSERT,
                        withdrawal.id(),
                        withdrawal.payee().id(),
                        withdrawal.payee().kind(),
                        withdrawal.member(),
                        withdrawal.amount(),
                        withdrawal.billNo(),
                        withdrawal.state().kind(),
                        withdrawal.requestedAt(),
                        sealedName.orElse(null))
                .replaceWithVoid();
    }

    /** Refused when somebody else has changed it since it was read. */
    public Uni<Withdrawal> save(Tx tx, Withdrawal next) {
        var state = next.state();
        return tx.execute(
                        SAVE,
                        next.id(),
                        next.version() - 1,
                        state.kind(),
                        state.first().orElse(null),
                        state.awaitsSince().orElse(null),
                        state.cancelAsked(),
                        next.endedAt().orElse(null),
                        state.reason().orElse(null),
                        next.version())
                .map(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                    return next;
                });
    }

    /** The payee's real name, if he gave one and it is still under way. */
    public Uni<Optional<String>> sealedName(Sql sql, UUID id) {
        return sql.one(
                "select real_name_sealed from commission_withdrawal where id = $1",
                row -> Optional.ofNullable(row.getString("real_name_sealed")),
                id);
    }

    /** What a person has withdrawn on the shop day of {@code now}. */
    public Uni<Limits.Day> ofDay(Sql sql, UUID member, Instant now) {
        var day = ShopCalendar.dayOf(now);
        return sql.one(
                OF_DAY,
                row -> new Limits.Day(
                        Columns.money(row, "fen"), row.getInteger("times"), ShopCalendar.startOf(day.plusDays(1))),
                member,
                ShopCalendar.startOf(day));
    }

    /** Null when there is none. */
    public Uni<Withdrawal> find(Sql sql, UUID id) {
        return sql.one(FIND, WithdrawalStore::withdrawal, id);
    }

    public Uni<Withdrawal> lock(Tx tx, UUID id) {
        return tx.one(LOCK, WithdrawalStore::withdrawal, id);
    }

    public Uni<Withdrawal> lock(Tx tx, String billNo) {
        return tx.one(LOCK_BY_BILL, WithdrawalStore::withdrawal, billNo);
    }

    public Uni<List<Withdrawal>> ofPayees(Sql sql, Collection<UUID> payees, Optional<Cursor> after, int limit) {
        return sql.list(
                OF_PAYEES,
                WithdrawalStore::withdrawal,
                payees,
                after.map(Cursor::at).orElse(null),
                after.map(Cursor::id).orElse(null),
                (long) limit);
    }

    public Uni<List<Withdrawal>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE, WithdrawalStore::withdrawal, search.state(), search.payee(), search.among(), (long) limit, (long)
                        offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(COUNT, row -> row.getLong("total"), search.state(), search.payee(), search.among());
    }

    private static Withdrawal withdrawal(Row row) {
        return new Withdrawal(
                row.getUUID("id"),
                new Payee(row.getUUID("payee_id"), Columns.constant(row, "payee_kind", Payee.Kind.class)),
                row.getUUID("member_id"),
                Columns.money(row, "amount_fen"),
                state(row),
                Columns.instant(row, "requested_at"),
                Columns.optionalInstant(row, "ended_at"),
                row.getLong("version"));
    }

    private static WithdrawalState state(Row row) {
        boolean asked = row.getBoolean("cancel_asked");
        Optional<Instant> since = Columns.optionalInstant(row, "awaits_since");
        var reason = Optional.ofNullable(row.getString("end_reason"));
        return switch (Columns.constant(row, "state", WithdrawalState.Kind.class)) {
            case REQUESTED -> new Requested();
            case REVIEWING -> new Reviewing(Optional.ofNullable(row.getUUID("first_approver")));
            case APPROVED -> new Approved();
            case TRANSFERRING -> new Transferring(asked);
            case WAIT_CONFIRM -> new WaitConfirm(since.orElseThrow(), asked);
            case SUCCEEDED -> new Succeeded();
            case FAILED -> new Failed(reason);
            case EXPIRED -> new Expired();
            case CANCELLED -> new Cancelled();
            case REJECTED -> new Rejected(reason);
        };
    }
}
