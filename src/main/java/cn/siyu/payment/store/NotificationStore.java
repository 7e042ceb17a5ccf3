package cn.siyu.payment.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.wechat.MerchantTransfers.Transfer;
import cn.siyu.wechat.MerchantTransfers.TransferState;
import cn.siyu.wechat.WeChatPay.Notification;
import cn.siyu.wechat.WeChatPay.Refund;
import cn.siyu.wechat.WeChatPay.RefundState;
import cn.siyu.wechat.WeChatPay.TradeState;
import cn.siyu.wechat.WeChatPay.Transaction;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The inbox of WeChat Pay's notifications: what was taken is here before WeChat is told so. */
@ApplicationScoped
public class NotificationStore {

    private static final String REFUND = "REFUND.";
    private static final String TRANSFER = "MCHTRANSFER.";

    private static final String PAID_AMOUNT = "select amount_fen from payment_attempt where out_trade_no = $1";

    private static final String REFUND_AMOUNT = """
            select amount_fen from payment_refund where out_refund_no = $1 or refund_no = $1 limit 1""";

    private static final String TRANSFER_AMOUNT = "select amount_fen from payment_transfer where bill_no = $1";

    private static final String INSERT = """
            insert into payment_notification (
                   id, wechat_id, event_type, business_no, out_trade_no, state, transaction_id, amount_fen, ended_at,
                   raw_sealed, received_at, next_try_at, fail_reason)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)
            on conflict do nothing""";

    private static final String DUE = """
            select id from payment_notification
             where processed_at is null and next_try_at <= $1
             order by next_try_at
             limit $2""";

    private static final String LOCK = """
            select wechat_id, event_type, business_no, out_trade_no, state, transaction_id, amount_fen, ended_at,
                   fail_reason
              from payment_notification
             where id = $1 and processed_at is null
               for update skip locked""";

    private static final String PROCESSED = "update payment_notification set processed_at = $2 where id = $1";

    private static final String FAILED = """
            update payment_notification
               set tries = tries + 1, last_failure = $3,
                   next_try_at = $2 + least(tries + 1, 60) * interval '5 seconds'
             where id = $1 and processed_at is null""";

    /** The sum that the notification must name; null when we have no such number. */
    public Uni<Money> expectedAmount(Sql sql, Notification notification) {
        return switch (notification) {
            case Notification.Paid paid ->
                sql.one(
                        PAID_AMOUNT,
                        row -> Columns.money(row, "amount_fen"),
                        paid.transaction().outTradeNo());
            case Notification.Refunded refunded ->
                sql.one(
                        REFUND_AMOUNT,
                        row -> Columns.money(row, "amount_fen"),
                        refunded.refund().outRefundNo());
            case Notification.Transferred transferred ->
                sql.one(
                        TRANSFER_AMOUNT,
                        row -> Columns.money(row, "amount_fen"),
                        transferred.transfer().outBillNo());
        };
    }

    /** The sum that the notification names. */
    public static Optional<Money> amount(Notification notification) {
        return switch (notification) {
            case Notification.Paid paid -> paid.transaction().total();
            case Notification.Refunded refunded -> refunded.refund().amount();
            case Notification.Transferred transferred -> transferred.transfer().amount();
        };
    }

    /** Answers 0 when it was taken before. */
    public Uni<Integer> insert(Tx tx, UUID id, Notification notification, String sealed, Instant now) {
        return switch (notification) {
            case Notification.Paid(var weChatId, var type, var told) ->
                tx.execute(
                        INSERT,
                        id,
                        weChatId,
                        type,
                        told.outTradeNo(),
                        told.outTradeNo(),
                        told.state(),
                        told.transactionId().orElse(null),
                        told.total().orElse(Money.ZERO),
                        told.successTime().orElse(null),
                        sealed,
                        now,
                        null);
            case Notification.Refunded(var weChatId, var type, var told) ->
                tx.execute(
                        INSERT,
                        id,
                        weChatId,
                        type,
                        told.outRefundNo(),
                        told.outTradeNo(),
                        told.state(),
                        told.refundId().orElse(null),
                        told.amount().orElse(Money.ZERO),
                        told.successTime().orElse(null),
                        sealed,
                        now,
                        null);
            case Notification.Transferred(var weChatId, var type, var told) ->
                tx.execute(
                        INSERT,
                        id,
                        weChatId,
                        type,
                        told.outBillNo(),
                        told.outBillNo(),
                        told.state(),
                        told.transferBillNo().orElse(null),
                        told.amount().orElse(Money.ZERO),
                        null,
                        sealed,
                        now,
                        told.failReason().orElse(null));
        };
    }

    public Uni<List<UUID>> due(Sql sql, Instant now, int limit) {
        return sql.list(DUE, row -> row.getUUID("id"), now, limit);
    }

    /** Null when it is done or somebody else is at it. */
    public Uni<Notification> lock(Tx tx, UUID id) {
        return tx.one(LOCK, NotificationStore::toNotification, id);
    }

    public Uni<Integer> processed(Tx tx, UUID id, Instant now) {
        return tx.execute(PROCESSED, id, now);
    }

    public Uni<Integer> failed(Tx tx, UUID id, Instant now, String failure) {
        return tx.execute(FAILED, id, now, failure);
    }

    private static Notification toNotification(Row row) {
        var id = row.getString("wechat_id");
        var type = row.getString("event_type");
        if (type.startsWith(REFUND)) {
            return new Notification.Refunded(id, type, toRefund(row));
        }
        return type.startsWith(TRANSFER)
                ? new Notification.Transferred(id, type, toTransfer(row))
                : new Notification.Paid(id, type, toTransaction(row));
    }

    private static Transaction toTransaction(Row row) {
        return new Transaction(
                row.getString("out_trade_no"),
                Columns.constant(row, "state", TradeState.class),
                Optional.ofNullable(row.getString("transaction_id")),
                Optional.of(Columns.money(row, "amount_fen")),
                Columns.optionalInstant(row, "ended_at"));
    }

    private static Refund toRefund(Row row) {
        return new Refund(
                row.getString("out_trade_no"),
                row.getString("business_no"),
                Optional.ofNullable(row.getString("transaction_id")),
                Columns.constant(row, "state", RefundState.class),
                Optional.of(Columns.money(row, "amount_fen")),
                Columns.optionalInstant(row, "ended_at"));
    }

    private static Transfer toTransfer(Row row) {
        return new Transfer(
                row.getString("business_no"),
                Optional.ofNullable(row.getString("transaction_id")),
                Columns.constant(row, "state", TransferState.class),
                Optional.of(Columns.money(row, "amount_fen")),
                Optional.empty(),
                Optional.ofNullable(row.getString("fail_reason")));
    }
}
