package cn.siyu.payment.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.Attempt.Progress;
import cn.siyu.payment.domain.Refund;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of payment attempts. */
@Singleton
public class AttemptStore {

    private static final String COLUMNS = """
            id, order_id, order_no, member_id, round, out_trade_no, amount_fen, openid_index, created_at, expires_at,
            refund_asked_fen, refunded_fen, state, prepay_id, prepared_at, transaction_id, paid_at""";

    private static final String OF_ORDER =
            "select " + COLUMNS + " from payment_attempt where order_id = $1 order by round limit 100";

    private static final String STANDING = """
            select order_id, bool_or(state = 'CAPTURED') as captured, bool_or(state in ('CREATED', 'PREPARED')) as open
              from payment_attempt
             where order_id = any($1::uuid[])
             group by order_id""";

    private static final String BY_ID = "select " + COLUMNS + " from payment_attempt where id = $1";

    private static final String OF_MEMBER =
            "select " + COLUMNS + " from payment_attempt where id = $1 and member_id = $2";

    private static final String LOCK_BY_NUMBER =
            "select " + COLUMNS + " from payment_attempt where out_trade_no = $1 for update";

    private static final String LOCK_CAPTURED = "select " + COLUMNS + """
             from payment_attempt
            where order_id = $1 and state = 'CAPTURED' and ($2::uuid is null or id = $2)
            order by captured_at, id
            limit 1
              for update""";

    private static final String REQUEST = "select request_sealed from payment_attempt where id = $1";

    private static final String INSERT = """
            insert into payment_attempt (
                   id, order_id, order_no, member_id, kind, round, out_trade_no, amount_fen, openid_index, request_sealed,
                   expires_at, state, next_query_at, created_at)
            values ($1, $2, $3, $4, 'WECHAT', $5, $6, $7, $8, $9, $10, 'CREATED', $11, $12)""";

    private static final String INSERT_ZERO = """
            insert into payment_attempt (
                   id, order_id, order_no, member_id, kind, round, out_trade_no, amount_fen, openid_index, expires_at, state,
                   paid_at, captured_at, created_at)
            values ($1, $2, $3, $4, 'ZERO', 1, $3, 0, '', $5, 'CAPTURED', $6, $6, $6)
            on conflict do nothing""";

    private static final String PREPARED = """
            update payment_attempt
               set state = 'PREPARED', prepay_id = $2, prepared_at = $3, next_query_at = $4
             where id = $1 and state in ('CREATED', 'PREPARED')""";

    private static final String CAPTURED = """
            update payment_attempt
               set state = 'CAPTURED', transaction_id = $2, paid_at = $3, captured_at = $4, next_query_at = null
             where id = $1 and state <> 'CAPTURED'""";

    private static final String CLOSED = """
            update payment_attempt
               set state = 'CLOSED', closed_at = $2, next_query_at = null
             where id = $1 and state in ('CREATED', 'PREPARED')""";

    /** While one instance asks, the others leave the row alone; should it die, they take over. */
    private static final String CLAIM_QUERIES = """
            update payment_attempt
               set next_query_at = $2, queries = queries + 1
             where id in (select id
                            from payment_attempt
                           where state in ('CREATED', 'PREPARED') and next_query_at <= $1
                           order by next_query_at
                           limit $3
                             for update skip locked)
            returning queries,
            """ + COLUMNS;

    private static final String NEXT_QUERY = """
            update payment_attempt set next_query_at = $2 where id = $1 and state in ('CREATED', 'PREPARED')""";

    /** A clock that was set back (only tests do that) must not silence the question for ever. */
    private static final String MAY_ASK = """
            update payment_attempt
               set asked_at = $3
             where id = $1 and member_id = $2 and state in ('CREATED', 'PREPARED')
               and (asked_at is null or asked_at <= $4 or asked_at > $3)""";

    private static final String ASK_REFUND = """
            update payment_attempt
               set refund_asked_fen = refund_asked_fen + $2, refund_count = refund_count + 1,
                   refund_free_at = greatest(coalesce(refund_free_at, $3), $3) + $4 * interval '1 second'
             where id = $1 and state = 'CAPTURED' and refund_asked_fen + $2 <= amount_fen and refund_count < $5
            returning refund_free_at - $4 * interval '1 second' as slot""";

    private static final String REFUNDED = """
            update payment_attempt set refunded_fen = refunded_fen + $2 where id = $1""";

    private static final String FILTER = """
             from payment_attempt
            where ($1::text is null or state = $1) and ($2::text is null or order_no = $2 or out_trade_no = $2)
              and ($3::timestamptz is null or created_at >= $3) and ($4::timestamptz is null or created_at < $4)""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by created_at desc, id desc limit $5 offset $6";

    private static final String COUNT = "select count(*) as total" + FILTER;

    /** Which attempts a list shows; an absent value means all. */
    public record Search(
            @Nullable String state,
            @Nullable String number,
            @Nullable Instant from,
            @Nullable Instant to) {}

    /** Whether an order has been paid, and whether it can be paid at WeChat now. */
    public record Standing(UUID order, boolean captured, boolean open) {}

    /** An attempt whose turn it is to be asked about, and how often it was before. */
    public record DueQuery(Attempt attempt, int queries) {}

    public Uni<List<Attempt>> ofOrder(Sql sql, UUID order) {
        return sql.list(OF_ORDER, AttemptStore::toAttempt, order);
    }

    /** How those of these orders stand for which a payment was ever begun. */
    public Uni<List<Standing>> standing(Sql sql, Collection<UUID> orders) {
        return sql.list(
                STANDING,
                row -> new Standing(row.getUUID("order_id"), row.getBoolean("captured"), row.getBoolean("open")),
                orders);
    }

    /** Null when there is none. */
    public Uni<Attempt> find(Sql sql, UUID id) {
        return sql.one(BY_ID, AttemptStore::toAttempt, id);
    }

    /** Null when there is none of this member. */
    public Uni<Attempt> ofMember(Sql sql, UUID id, UUID member) {
        return sql.one(OF_MEMBER, AttemptStore::toAttempt, id, member);
    }

    public Uni<Attempt> lock(Tx tx, String outTradeNo) {
        return tx.one(LOCK_BY_NUMBER, AttemptStore::toAttempt, outTradeNo);
    }

    /** The named captured attempt of an order, or its first. */
    public Uni<Attempt> lockCaptured(Tx tx, UUID order, Optional<UUID> payment) {
        return tx.one(LOCK_CAPTURED, AttemptStore::toAttempt, order, payment.orElse(null));
    }

    public Uni<String> sealedRequest(Sql sql, UUID id) {
        return sql.one(REQUEST, row -> row.getString("request_sealed"), id);
    }

    public Uni<Integer> insert(Tx tx, Attempt attempt, String sealedRequest, Instant firstQuery) {
        return tx.execute(
                INSERT,
                attempt.id(),
                attempt.order(),
                attempt.orderNo(),
                attempt.member(),
                attempt.round(),
                attempt.outTradeNo(),
                attempt.amount(),
                attempt.openidIndex(),
                sealedRequest,
                attempt.expiresAt(),
                firstQuery,
                attempt.createdAt());
    }

    /** Answers 0 when the order has its payment already. */
    public Uni<Integer> insertZero(Tx tx, UUID id, Due due, Instant now) {
        return tx.execute(INSERT_ZERO, id, due.order(), due.orderNo(), due.member(), due.expiresAt(), now);
    }

    /** Answers 0 when the attempt is no longer open. */
    public Uni<Integer> prepared(Tx tx, UUID id, String prepayId, Instant now, Instant nextQuery) {
        return tx.execute(PREPARED, id, prepayId, now, nextQuery);
    }

    public Uni<Integer> captured(Tx tx, UUID id, Progress.Captured captured, Instant now) {
        return tx.execute(CAPTURED, id, captured.transactionId().orElse(null), captured.paidAt(), now);
    }

    public Uni<Integer> closed(Tx tx, UUID id, Instant now) {
        return tx.execute(CLOSED, id, now);
    }

    public Uni<List<DueQuery>> claimQueries(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(
                CLAIM_QUERIES, row -> new DueQuery(toAttempt(row), row.getInteger("queries")), now, leaseUntil, limit);
    }

    public Uni<Integer> nextQuery(Tx tx, UUID id, Instant at) {
        return tx.execute(NEXT_QUERY, id, at);
    }

    /** Answers 1 when this caller may ask WeChat now: once in a while for one open payment of his own (E5). */
    public Uni<Integer> mayAsk(Tx tx, UUID id, UUID member, Instant now, Duration apart) {
        return tx.execute(MAY_ASK, id, member, now, now.minus(apart));
    }

    /** Reserves a part of the captured sum and a minute of its own; null when the sum or the number of parts is used up. */
    public Uni<Instant> askRefund(Tx tx, UUID id, Money amount, Instant now, int mostRefunds) {
        return tx.one(
                ASK_REFUND,
                row -> Columns.instant(row, "slot"),
                id,
                amount,
                now,
                (int) Refund.APART.toSeconds(),
                mostRefunds);
    }

    public Uni<Integer> refunded(Tx tx, UUID id, Money amount) {
        return tx.execute(REFUNDED, id, amount);
    }

    public Uni<List<Attempt>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(
                PAGE,
                AttemptStore::toAttempt,
                search.state(),
                search.number(),
                search.from(),
                search.to(),
                limit,
                offset);
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(COUNT, row -> row.getLong("total"), search.state(), search.number(), search.from(), search.to());
    }

    private static Attempt toAttempt(Row row) {
        return new Attempt(
                row.getUUID("id"),
                row.getUUID("order_id"),
                row.getString("order_no"),
                row.getUUID("member_id"),
                row.getInteger("round"),
                row.getString("out_trade_no"),
                Columns.money(row, "amount_fen"),
                row.getString("openid_index"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "expires_at"),
                Columns.money(row, "refund_asked_fen"),
                Columns.money(row, "refunded_fen"),
                progress(row));
    }

    private static Progress progress(Row row) {
        var state = row.getString("state");
        return switch (state) {
            case "CREATED" -> new Progress.Created();
            case "PREPARED" -> new Progress.Prepared(row.getString("prepay_id"), Columns.instant(row, "prepared_at"));
            case "CAPTURED" ->
                new Progress.Captured(
                        Optional.ofNullable(row.getString("transaction_id")), Columns.instant(row, "paid_at"));
            case "CLOSED" -> new Progress.Closed();
            default -> throw new IllegalStateException("no state of an attempt: " + state);
        };
    }
}
