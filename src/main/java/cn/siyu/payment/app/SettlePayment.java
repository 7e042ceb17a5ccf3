package cn.siyu.payment.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.ledger.Account;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.ledger.Ledger;
import cn.siyu.ledger.Transfer;
import cn.siyu.payment.PaymentCaptured;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.Attempt.Progress;
import cn.siyu.payment.domain.Attempt.Verdict;
import cn.siyu.payment.store.AttemptStore;
import cn.siyu.wechat.WeChatPay.Transaction;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** Writes down what WeChat tells about a payment, the same for a notification and for a query (REL-05). */
@Singleton
class SettlePayment {

    private final AttemptStore attempts;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Alarms alarms;

    @Inject
    SettlePayment(AttemptStore attempts, Ledger ledger, Outbox outbox, Alarms alarms) {
        this.attempts = attempts;
        this.ledger = ledger;
        this.outbox = outbox;
        this.alarms = alarms;
    }

    /** Answers how the attempt stands now. */
    Uni<Attempt> hear(Tx tx, Transaction told, Instant now) {
        return attempts.lock(tx, told.outTradeNo())
                .onItem()
                .ifNull()
                .failWith(() -> new IllegalStateException("no attempt has this number"))
                .chain(attempt -> carryOut(tx, attempt, attempt.hear(told, now), now));
    }

    /** Closes an attempt that WeChat has closed, unless it was captured meanwhile. */
    Uni<Attempt> closed(Tx tx, String outTradeNo, Instant now) {
        return attempts.lock(tx, outTradeNo)
                .chain(attempt -> attempt.isOpen()
                        ? carryOut(tx, attempt, new Verdict.Close(), now)
                        : Uni.createFrom().item(attempt));
    }

    private Uni<Attempt> carryOut(Tx tx, Attempt attempt, Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Capture(var captured) -> capture(tx, attempt, captured, now);
            case Verdict.Close() ->
                attempts.closed(tx, attempt.id(), now).replaceWith(attempt.now(new Progress.Closed()));
            case Verdict.Nothing() -> Uni.createFrom().item(attempt);
            case Verdict.Contradiction(var what) ->
                Uni.createFrom().item(attempt).invoke(() -> alarms.contradiction(what, attempt.outTradeNo()));
        };
    }

    private Uni<Attempt> capture(Tx tx, Attempt attempt, Progress.Captured captured, Instant now) {
        var transfer = new Transfer(
                "CAPTURE:" + attempt.outTradeNo(),
                Account.of(Kind.WECHAT_CLEARING),
                Account.of(Kind.CUSTOMER_PREPAYMENTS),
                attempt.amount(),
                now);
        var event = new PaymentCaptured(
                Ids.next(),
                now,
                attempt.id(),
                attempt.order(),
                attempt.member(),
                attempt.amount().fen(),
                captured.paidAt());
        return attempts.captured(tx, attempt.id(), captured, now)
                .chain(() -> ledger.post(tx, List.of(transfer)))
                .chain(() -> outbox.append(tx, event))
                .replaceWith(attempt.now(captured));
    }
}
