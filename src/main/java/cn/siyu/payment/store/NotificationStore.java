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
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The inbox of WeChat Pay's notifications: what was taken is here before WeChat is told so. */
@Singleton
public class NotificationStore {

    private static final String REFUND = "REFUND.";
    private static final String TRANSFER = "MCHTRANSFER.";

    private static final String PAID_AMOUNTS = """
            select out_trade_no as no, amount_fen from payment_attempt where out_trade_no = any($1::text[])""";

    /** WeChat may name either number of a refund. */
    private static final String REFUND_AMOUNTS = """
            select out_refund_no as no, amount_fen from payment_refund where out_refund_no = any($1::text[])
             union all
            select refund_no, amount_fen from payment_refund where refund_no = any($1::text[])""";

    private static final String TRANSFER_AMOUNTS = """
            select bill_no as no, amount_fen from payment_transfer where bill_no = any($1::text[])""";

    private static final String INSERT = """
            insert into payment_notification (
                   id, wechat_id, event_type, business_no, out_trade_no, state, transaction_id, amount_fen, ended_at,
                   raw_sealed, received_at, next_try_at, fail_reason)
            select n.id, n.wechat_id, n.event_type, n.business_no, n.out_trade_no, n.state, n.transaction_id, n.amount_fen,
                   n.ended_at, n.raw_sealed, $11, $11, n.fail_reason
              from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[],
                          $9::timestamptz[], $10::text[], $12::text[])
                   as n (id, wechat_id, event_type, business_no, out_trade_no, state, transaction_id, amount_fen, ended_at,
                         raw_sealed, fail_reason)
            on conflict do nothing
            returning id""";

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

    /** The sums that these must name, by their numbers; a number that is none of ours is missing. */
    public Uni<Map<String, Money>> expectedAmounts(Tx tx, List<Notification> notifications) {
        var paid = new ArrayList<String>();
        var refunded = new ArrayList<String>();
        var transferred = new ArrayList<String>();
        for (var each : notifications) {
            switch (each) {
                case Notification.Paid _ -> paid.add(number(each));
                case Notification.Refunded _ -> refunded.add(number(each));
                case Notification.Transferred _ -> transferred.add(number(each));
            }
        }
        var found = new HashMap<String, Money>();
        return tx.together(
                        amounts(tx, PAID_AMOUNTS, paid, found),
                        amounts(tx, REFUND_AMOUNTS, refunded, found),
                        amounts(tx, TRANSFER_AMOUNTS, transferred, found))
                .replaceWith(found);
    }

    private static Uni<Void> amounts(Tx tx, String sql, List<String> numbers, Map<String, Money> found) {
        return numbers.isEmpty()
                ? Uni.createFrom().voidItem()
                : tx.list(sql, row -> Map.entry(row.getString("no"), Columns.money(row, "amount_fen")), numbers)
                        .invoke(rows -> rows.forEach(row -> found.put(row.getKey(), row.getValue())))
                        .replaceWithVoid();
    }

    /** By which we know what it is about. */
    public static String number(Notification notification) {
        return switch (notification) {
            case Notification.Paid paid -> paid.transaction().outTradeNo();
            case Notification.Refunded refunded -> refunded.refund().outRefundNo();
            case Notification.Transferred transferred -> transferred.transfer().outBillNo();
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

    /** A notification on its way into the inbox, with the bytes that prove it. */
    public record Arrived(UUID id, Notification notification, String sealed) {}

    /** One row. */
    private record Line(
            Arrived arrived,
            String weChatId,
            String type,
            String number,
            String outTradeNo,
            Enum<?> state,
            Optional<String> transaction,
            Optional<Instant> endedAt,
            Optional<String> failReason) {

        static Line of(Arrived arrived) {
            return switch (arrived.notification()) {
                case Notification.Paid(var weChatId, var type, var told) ->
                    new Line(
                            arrived,
                            weChatId,
                            type,
                            told.outTradeNo(),
                            told.outTradeNo(),
                            told.state(),
                            told.transactionId(),
                            told.successTime(),
                            Optional.empty());
                case Notification.Refunded(var weChatId, var type, var told) ->
                    new Line(
                            arrived,
                            weChatId,
                            type,
                            told.outRefundNo(),
                            told.outTradeNo(),
                            told.state(),
                            told.refundId(),
                            told.successTime(),
                            Optional.empty());
                case Notification.Transferred(var weChatId, var type, var told) ->
                    new Line(
                            arrived,
                            weChatId,
                            type,
                            told.outBillNo(),
                            told.outBillNo(),
                            told.state(),
                            told.transferBillNo(),
                            Optional.empty(),
                            told.failReason());
            };
        }
    }

    /** Answers the ids of those that were not taken before. Written in the order of their numbers: two never wait crosswise. */
    public Uni<List<UUID>> insert(Tx tx, List<Arrived> arrived, Instant now) {
        var lines = arrived.stream()
                .map(Line::of)
                .sorted(Comparator.comparing(Line::number).thenComparing(Line::type))
                .toList();
        return lines.isEmpty()
                ? Uni.createFrom().item(List.of())
                : tx.list(
                        INSERT,
                        row -> row.getUUID("id"),
                        all(lines, line -> line.arrived().id()),
                        all(lines, Line::weChatId),
                        all(lines, Line::type),
                        all(lines, Line::number),
                        all(lines, Line::outTradeNo),
                        all(lines, Line::state),
                        texts(lines, Line::transaction),
                        all(lines, line -> amount(line.arrived().notification()).orElse(Money.ZERO)),
                        times(lines),
                        all(lines, line -> line.arrived().sealed()),
                        now,
                        texts(lines, Line::failReason));
    }

    private static <V> List<V> all(List<Line> lines, Function<Line, V> column) {
        return lines.stream().map(column).toList();
    }

    private static String[] texts(List<Line> lines, Function<Line, Optional<String>> column) {
        var values = new String[lines.size()];
        for (var i = 0; i < values.length; i++) {
            var text = column.apply(lines.get(i));
            if (text.isPresent()) {
                values[i] = text.get();
            }
        }
        return values;
    }

    private static OffsetDateTime[] times(List<Line> lines) {
        var values = new OffsetDateTime[lines.size()];
        for (var i = 0; i < values.length; i++) {
            var at = lines.get(i).endedAt();
            if (at.isPresent()) {
                values[i] = at.get().atOffset(ZoneOffset.UTC);
            }
        }
        return values;
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
