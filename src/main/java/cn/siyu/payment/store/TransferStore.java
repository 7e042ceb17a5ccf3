package cn.siyu.payment.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.Transfer;
import cn.siyu.payment.domain.Transfer.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of transfers. */
@Singleton
public class TransferStore {

    private static final String COLUMNS = """
            id, bill_no, owner_id, amount_fen, remark, state, transfer_bill_no, package_info, fail_reason, last_code, tries,
            sent_at, cancel_asked_at, promised_at, waits_at, ended_at""";

    private static final String BY_NUMBER = "select " + COLUMNS + " from payment_transfer where bill_no = $1";

    private static final String LOCK = BY_NUMBER + " for update";

    private static final String REQUEST = "select request_sealed from payment_transfer where id = $1";

    private static final String AUTHORIZATION_NO = "select authorization_no from payment_transfer where id = $1";

    private static final String UNAUTHORIZED = """
            update payment_transfer
               set request_sealed = $2, authorization_no = null, next_try_at = $3
             where id = $1 and state = 'PROMISED' and authorization_no is not null""";

    private static final String INSERT = """
            insert into payment_transfer (
                   id, bill_no, owner_id, amount_fen, remark, request_sealed, state, next_try_at, promised_at,
                   authorization_no)
            values ($1, $2, $3, $4, $5, $6, 'PROMISED', $7, $7, $8)
            on conflict (bill_no) do nothing""";

    /**
     * Who has been asked to cancel sends nothing any more, so the time of the last sending stays. What has no day yet waits for
     * one.
     */
    private static final String CLAIM = """
            update payment_transfer
               set next_try_at = $2, tries = tries + 1,
                   sent_at = case when cancel_asked_at is null then $1 else sent_at end
             where id in (select id
                            from payment_transfer
                           where next_try_at <= $1 and (day is not null or cancel_asked_at is not null)
                           order by next_try_at
                           limit $3
                             for update skip locked)
            returning
            """ + COLUMNS;

    private static final String TURNED = """
            update payment_transfer
               set state = $2, tries = case when state = $2 then tries else 0 end, next_try_at = $3, last_code = null,
                   transfer_bill_no = coalesce($4, transfer_bill_no), package_info = coalesce($5, package_info),
                   waits_at = coalesce(waits_at, $6)
             where id = $1 and ended_at is null""";

    private static final String ENDED = """
            update payment_transfer
               set state = $2, fail_reason = $3, transfer_bill_no = coalesce($4, transfer_bill_no), package_info = null,
                   next_try_at = null, ended_at = $5
             where id = $1 and ended_at is null""";

    private static final String DOUBTED = """
            update payment_transfer
               set next_try_at = $2, last_code = $3
             where id = $1 and ended_at is null""";

    private static final String CANCEL_ASKED = """
            update payment_transfer
               set cancel_asked_at = $2, next_try_at = $2
             where id = $1 and ended_at is null and cancel_asked_at is null""";

    private static final String FILTER = """
             from payment_transfer
            where ($1::text is null or state = $1) and ($2::text is null or bill_no = $2 or transfer_bill_no = $2)
              and ($3::uuid is null or owner_id = $3)""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by promised_at desc, id desc limit $4 offset $5";

    private static final String COUNT = "select count(*) as total" + FILTER;

    /** Which transfers a list shows; an absent value means all. */
    public record Search(
            @Nullable String state,
            @Nullable String number,
            @Nullable UUID owner) {}

    /** A transfer that somebody promises. */
    public record Promised(
            UUID id,
            String billNo,
            UUID owner,
            Money amount,
            String remark,
            String sealedRequest,
            Optional<String> authorizationNo) {}

    /** Null when there is none. */
    public Uni<Transfer> find(Sql sql, String billNo) {
        return sql.one(BY_NUMBER, TransferStore::toTransfer, billNo);
    }

    public Uni<Transfer> lock(Tx tx, String billNo) {
        return tx.one(LOCK, TransferStore::toTransfer, billNo);
    }

    public Uni<String> sealedRequest(Sql sql, UUID id) {
        return sql.one(REQUEST, row -> row.getString("request_sealed"), id);
    }

    /** The authorization on which the stored request rests; empty when its payee confirms. */
    public Uni<Optional<String>> authorizationNo(Sql sql, UUID id) {
        return sql.one(AUTHORIZATION_NO, row -> Optional.ofNullable(row.getString("authorization_no")), id);
    }

    /** It rests on no authorization any more, and is sent at once. */
    public Uni<Integer> unauthorized(Tx tx, UUID id, String sealedRequest, Instant now) {
        return tx.execute(UNAUTHORIZED, id, sealedRequest, now);
    }

    /** Answers 0 for a known number. */
    public Uni<Integer> insert(Tx tx, Promised promised, Instant now) {
        return tx.execute(
                INSERT,
                promised.id(),
                promised.billNo(),
                promised.owner(),
                promised.amount(),
                promised.remark(),
                promised.sealedRequest(),
                now,
                promised.authorizationNo().orElse(null));
    }

    public Uni<List<Transfer>> claim(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(CLAIM, TransferStore::toTransfer, now, leaseUntil, limit);
    }

    public Uni<Integer> turned(
            Tx tx,
            UUID id,
            State state,
            Instant nextTry,
            Optional<String> transferBillNo,
            Optional<String> packageInfo,
            Optional<Instant> waitsAt) {
        return tx.execute(
                TURNED,
                id,
                state,
                nextTry,
                transferBillNo.orElse(null),
                packageInfo.orElse(null),
                waitsAt.orElse(null));
    }

    public Uni<Integer> ended(
            Tx tx, UUID id, State state, Optional<String> failReason, Optional<String> transferBillNo, Instant at) {
        return tx.execute(ENDED, id, state, failReason.orElse(null), transferBillNo.orElse(null), at);
    }

    public Uni<Integer> doubted(Tx tx, UUID id, Instant nextTry, @Nullable String code) {
        return tx.execute(DOUBTED, id, nextTry, code);
    }

    public Uni<Integer> cancelAsked(Tx tx, UUID id, Instant now) {
        return tx.execute(CANCEL_ASKED, id, now);
    }

    public Uni<List<Transfer>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE, TransferStore::toTransfer, search.state(), search.number(), search.owner(), limit, offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(COUNT, row -> row.getLong("total"), search.state(), search.number(), search.owner());
    }

    private static Transfer toTransfer(Row row) {
        return new Transfer(
                row.getUUID("id"),
                row.getString("bill_no"),
                row.getUUID("owner_id"),
                Columns.money(row, "amount_fen"),
                row.getString("remark"),
                Columns.constant(row, "state", State.class),
                Optional.ofNullable(row.getString("transfer_bill_no")),
                Optional.ofNullable(row.getString("package_info")),
                Optional.ofNullable(row.getString("fail_reason")),
                Optional.ofNullable(row.getString("last_code")),
                row.getInteger("tries"),
                Columns.optionalInstant(row, "sent_at"),
                Columns.optionalInstant(row, "cancel_asked_at"),
                Columns.instant(row, "promised_at"),
                Columns.optionalInstant(row, "waits_at"),
                Columns.optionalInstant(row, "ended_at"));
    }
}
