package cn.siyu.payment.domain;

import cn.siyu.kernel.money.Money;
import cn.siyu.wechat.WeChatPay.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** One try to have an order paid, under a number of its own at WeChat. */
public record Attempt(
        UUID id,
        UUID order,
        String orderNo,
        UUID member,
        int round,
        String outTradeNo,
        Money amount,
        String openidIndex,
        Instant createdAt,
        Instant expiresAt,
        Money refundAsked,
        Money refunded,
        Progress progress) {

    /** WeChat keeps a prepay id for two hours; ours is handed out again only while it is surely alive. */
    private static final Duration PREPAY_ID_LIVES = Duration.ofMinutes(110);

    /** How far an attempt has come. */
    public sealed interface Progress {

        /** Stored; whether WeChat knows it is not known. */
        record Created() implements Progress {}

        record Prepared(String prepayId, Instant at) implements Progress {}

        /** @param transactionId WeChat's number; empty for an order that cost nothing */
        record Captured(Optional<String> transactionId, Instant paidAt) implements Progress {}

        record Closed() implements Progress {}
    }

    /** What follows from what WeChat tells. */
    public sealed interface Verdict {

        record Capture(Progress.Captured captured) implements Verdict {}

        record Close() implements Verdict {}

        record Nothing() implements Verdict {}

        /** WeChat's books and ours differ: nothing changes, people must look. */
        record Contradiction(String what) implements Verdict {}
    }

    /** Payment truth is the strongest word, whoever brought it: a closed attempt that was paid is paid (REL-05). */
    public Verdict hear(Transaction told, Instant now) {
        return switch (told.state()) {
            case SUCCESS, REFUND -> paid(told, now);
            case CLOSED -> isOpen() ? new Verdict.Close() : new Verdict.Nothing();
            case NOTPAY, PAYERROR, UNKNOWN_NUMBER -> new Verdict.Nothing();
        };
    }

    private Verdict paid(Transaction told, Instant now) {
        if (!told.total().equals(Optional.of(amount))) {
            return new Verdict.Contradiction("amount");
        }
        if (progress instanceof Progress.Captured captured) {
            return captured.transactionId().equals(told.transactionId())
                    ? new Verdict.Nothing()
                    : new Verdict.Contradiction("second transaction");
        }
        return new Verdict.Capture(
                new Progress.Captured(told.transactionId(), told.successTime().orElse(now)));
    }

    /** The same attempt, further on. */
    public Attempt now(Progress further) {
        return new Attempt(
                id,
                order,
                orderNo,
                member,
                round,
                outTradeNo,
                amount,
                openidIndex,
                createdAt,
                expiresAt,
                refundAsked,
                refunded,
                further);
    }

    public boolean isOpen() {
        return switch (progress) {
            case Progress.Created _, Progress.Prepared _ -> true;
            case Progress.Captured _, Progress.Closed _ -> false;
        };
    }

    /** Whether WeChat still takes refunds of it. */
    public boolean refundableAt(Instant now) {
        return progress instanceof Progress.Captured captured
                && !now.isAfter(captured.paidAt().plus(Refund.TAKEN_FOR));
    }

    public boolean isCaptured() {
        return progress instanceof Progress.Captured;
    }

    /** Whether the same sum is asked of the same payer until the same instant: then the number is kept (E2). */
    public boolean asks(Money sum, String payerIndex, Instant until) {
        return amount.equals(sum) && openidIndex.equals(payerIndex) && expiresAt.equals(until);
    }

    /** The prepay id that can still be handed out. */
    public Optional<String> livePrepayId(Instant now) {
        return progress instanceof Progress.Prepared(var prepayId, var at) && now.isBefore(at.plus(PREPAY_ID_LIVES))
                ? Optional.of(prepayId)
                : Optional.empty();
    }

    /** The number of the n-th attempt: the order's own, then with a suffix (E2). */
    public static String number(String orderNo, int round) {
        return round == 1 ? orderNo : orderNo + "-" + round;
    }
}
