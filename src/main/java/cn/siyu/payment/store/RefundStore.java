package cn.siyu.payment.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.domain.Refund;
import cn.siyu.payment.domain.Refund.Desk;
import cn.siyu.payment.domain.Refund.Proposal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of refunds. */
@Singleton
public class RefundStore {

    private static final String COLUMNS = """
            id, attempt_id, order_id, refund_no, out_refund_no, out_trade_no, round, amount_fen, total_fen, reason,
            request_body, state, last_code, tries, asked_at, refunded_at, sent_at, refund_id, abnormal_body,
            outside_proof, outside_reason, outside_by, outside_name, settled_outside""";

    private static final String BY_ID = "select " + COLUMNS + " from payment_refund where id = $1";

    private static final String LOCK_BY_ID = "select " + COLUMNS + " from payment_refund where id = $1 for update";

    private static final String LOCK_BY_NUMBER =
            "select " + COLUMNS + " from payment_refund where out_refund_no = $1 for update";

    private static final String KNOWN = "select true as known from payment_refund where refund_no = $1";

    private static final String OF_PAYMENT =
            "select " + COLUMNS + " from payment_refund where attempt_id = $1 order by asked_at, id limit 50";

    private static final String INSERT = """
            insert into payment_refund (
                   id, attempt_id, order_id, refund_no, out_refund_no, out_trade_no, round, amount_fen, total_fen, reason,
                   request_body, state, last_code, next_try_at, asked_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""";

    private static final String CLAIM = """
            update payment_refund
               set next_try_at = $2, tries = tries + 1, sent_at = $1
             where id in (select id
                            from payment_refund
                           where state in ('REQUESTED', 'PROCESSING') and next_try_at <= $1
                           order by next_try_at
                           limit $3
                             for update skip locked)
            returning
            """ + COLUMNS;

    private static final String SETTLED = """
            update payment_refund
               set state = 'SUCCESS', refunded_at = $2, refund_id = coalesce($3, refund_id), next_try_at = null,
                   known_at = coalesce(known_at, $4), abnormal_body = null
             where id = $1 and state <> 'SUCCESS'""";

    private static final String TURNED = """
            update payment_refund
               set state = $2, next_try_at = $3, refund_id = coalesce($4, refund_id), known_at = coalesce(known_at, $5),
                   abnormal_body = null
             where id = $1 and state <> 'SUCCESS'""";

    /** Silence does not take back what was refused before; and what people have taken in hand is not tried again. */
    private static final String DOUBTED = """
            update payment_refund
               set next_try_at = $2, last_code = coalesce($3, last_code)
             where id = $1 and state in ('REQUESTED', 'PROCESSING') and next_try_at is not null""";

    private static final String TAKEN_UP = """
            update payment_refund
               set next_try_at = $2, outside_proof = null, outside_reason = null, outside_by = null, outside_name = null,
                   outside_at = null
             where id = $1 and state in ('REQUESTED', 'PROCESSING')""";

    /** The number that WeChat has closed is kept: its bills name it. */
    private static final String RENEWED = """
            with earlier as (
                insert into payment_refund_round (out_refund_no, of_refund, known_at, closed_at)
                select out_refund_no, id, known_at, $4 from payment_refund where id = $1 and state = 'CLOSED')
            update payment_refund
               set out_refund_no = $2, round = round + 1, request_body = $3, state = 'REQUESTED', tries = 0,
                   last_code = null, next_try_at = $4, known_at = null, refund_id = null, abnormal_body = null,
                   outside_proof = null, outside_reason = null, outside_by = null, outside_name = null, outside_at = null
             where id = $1 and state = 'CLOSED'""";

    private static final String DIVERTED = """
            update payment_refund
               set abnormal_body = $2, state = 'PROCESSING', tries = 0, last_code = null, next_try_at = $3
             where id = $1 and state = 'ABNORMAL'""";

    private static final String APPLIED = "update payment_refund set abnormal_body = null where id = $1";

    private static final String NOT_DIVERTED = """
            update payment_refund
               set abnormal_body = null, state = 'ABNORMAL', last_code = $2, next_try_at = null
             where id = $1 and state = 'PROCESSING'""";

    /** From now on it is not sent by itself: whoever proposes says that somebody has paid. */
    private static final String PROPOSED = """
            update payment_refund
               set outside_proof = $2, outside_reason = $3, outside_by = $4, outside_name = $5, outside_at = $6,
                   next_try_at = null
             where id = $1 and state in ('CLOSED', 'ABNORMAL', 'REQUESTED')""";

    private static final String SETTLED_OUTSIDE = """
            update payment_refund
               set state = 'SUCCESS', refunded_at = $2, settled_outside = true, next_try_at = null, abnormal_body = null
             where id = $1 and state in ('CLOSED', 'ABNORMAL', 'REQUESTED') and next_try_at is null""";

    private static final String FILTER = """
             from payment_refund
            where ($1::text is null or state = $1) and ($2::text is null or refund_no = $2 or out_trade_no = $2)
              and ($3::uuid is null or order_id = $3)
              and (not $4 or state in ('CLOSED', 'ABNORMAL')
                   or (state = 'REQUESTED' and last_code is not null and last_code <> all ($5::text[])))""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by asked_at desc, id desc limit $6 offset $7";

    private static final String COUNT = "select count(*) as total" + FILTER;

    /**
     * Which refunds a list shows; an absent value means all.
     *
     * @param stuck only those that people have to decide about
     */
    public record Search(
            @Nullable String state,
            @Nullable String number,
            @Nullable UUID order,
            boolean stuck) {}

    /** Null when there is none. */
    public Uni<Refund> find(Sql sql, UUID id) {
        return sql.one(BY_ID, RefundStore::toRefund, id);
    }

    public Uni<Refund> lock(Tx tx, UUID id) {
        return tx.one(LOCK_BY_ID, RefundStore::toRefund, id);
    }

    /** By the number at WeChat. */
    public Uni<Refund> lock(Tx tx, String outRefundNo) {
        return tx.one(LOCK_BY_NUMBER, RefundStore::toRefund, outRefundNo);
    }

    public Uni<Boolean> isKnown(Tx tx, String refundNo) {
        return tx.one(KNOWN, _ -> true, refundNo).onItem().ifNull().continueWith(false);
    }

    public Uni<List<Refund>> ofPayment(Sql sql, UUID attempt) {
        return sql.list(OF_PAYMENT, RefundStore::toRefund, attempt);
    }

    /** @param firstTry null for one that is never sent */
    public Uni<Integer> insert(Tx tx, Refund refund, @Nullable Instant firstTry) {
        return tx.execute(
                INSERT,
                refund.id(),
                refund.payment(),
                refund.order(),
                refund.refundNo(),
                refund.outRefundNo(),
                refund.outTradeNo(),
                refund.round(),
                refund.amount(),
                refund.total(),
                refund.reason(),
                refund.requestBody(),
                refund.state(),
                refund.lastCode().orElse(null),
                firstTry,
                refund.askedAt());
    }

    public Uni<List<Refund>> claim(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(CLAIM, RefundStore::toRefund, now, leaseUntil, limit);
    }

    /** @param now when WeChat told, which is when we know that it has the refund */
    public Uni<Integer> settled(Tx tx, UUID id, Instant at, Optional<String> refundId, Instant now) {
        return tx.execute(SETTLED, id, at, refundId.orElse(null), now);
    }

    public Uni<Integer> turned(
            Tx tx, UUID id, Refund.State state, @Nullable Instant nextTry, Optional<String> refundId, Instant now) {
        return tx.execute(TURNED, id, state, nextTry, refundId.orElse(null), now);
    }

    /** An ABNORMAL one is to be sent elsewhere. */
    public Uni<Integer> diverted(Tx tx, UUID id, String body, Instant now) {
        return tx.execute(DIVERTED, id, body, now);
    }

    /** WeChat has taken the application. */
    public Uni<Integer> applied(Tx tx, UUID id) {
        return tx.execute(APPLIED, id);
    }

    /** WeChat has refused the application: it is for finance again. */
    public Uni<Integer> notDiverted(Tx tx, UUID id, String code) {
        return tx.execute(NOT_DIVERTED, id, code);
    }

    public Uni<Integer> proposed(Tx tx, UUID id, Actor actor, String proof, String reason, Instant now) {
        return tx.execute(PROPOSED, id, proof, reason, actor.id(), actor.name(), now);
    }

    public Uni<Integer> settledOutside(Tx tx, UUID id, Instant now) {
        return tx.execute(SETTLED_OUTSIDE, id, now);
    }

    public Uni<Integer> doubted(Tx tx, UUID id, Instant nextTry, @Nullable String code) {
        return tx.execute(DOUBTED, id, nextTry, code);
    }

    /** People want it tried at once. */
    public Uni<Integer> takenUp(Tx tx, UUID id, Instant now) {
        return tx.execute(TAKEN_UP, id, now);
    }

    public Uni<Integer> renewed(Tx tx, UUID id, String outRefundNo, String body, Instant now) {
        return tx.execute(RENEWED, id, outRefundNo, body, now);
    }

    public Uni<List<Refund>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE,
                RefundStore::toRefund,
                search.state(),
                search.number(),
                search.order(),
                search.stuck(),
                Refund.PASSING,
                limit,
                offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(
                COUNT,
                row -> row.getLong("total"),
                search.state(),
                search.number(),
                search.order(),
                search.stuck(),
                Refund.PASSING);
    }

    private static Refund toRefund(Row row) {
        return new Refund(
                row.getUUID("id"),
                row.getUUID("attempt_id"),
                row.getUUID("order_id"),
                row.getString("refund_no"),
                row.getString("out_refund_no"),
                row.getString("out_trade_no"),
                row.getInteger("round"),
                new Money(row.getLong("amount_fen")),
                new Money(row.getLong("total_fen")),
                row.getString("reason"),
                row.getString("request_body"),
                Columns.constant(row, "state", Refund.State.class),
                Optional.ofNullable(row.getString("last_code")),
                row.getInteger("tries"),
                Columns.instant(row, "asked_at"),
                Columns.optionalInstant(row, "refunded_at"),
                new Desk(
                        Columns.optionalInstant(row, "sent_at"),
                        Optional.ofNullable(row.getString("refund_id")),
                        Optional.ofNullable(row.getString("abnormal_body")),
                        proposal(row),
                        row.getBoolean("settled_outside")));
    }

    private static Optional<Proposal> proposal(Row row) {
        @Nullable UUID by = row.getUUID("outside_by");
        return Optional.ofNullable(by)
                .map(id -> new Proposal(
                        id,
                        row.getString("outside_name"),
                        row.getString("outside_proof"),
                        row.getString("outside_reason")));
    }
}
