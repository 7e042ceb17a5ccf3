package cn.siyu.payment.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.Payments.Closing;
import cn.siyu.payment.Payments.Due;
import cn.siyu.payment.Payments.Prepared;
import cn.siyu.payment.domain.Attempt;
import cn.siyu.payment.domain.Attempt.Progress;
import cn.siyu.payment.domain.Intent;
import cn.siyu.payment.domain.PaymentProblem;
import cn.siyu.payment.domain.Schedule;
import cn.siyu.payment.store.AttemptStore;
import cn.siyu.wechat.WeChatPay;
import cn.siyu.wechat.WeChatPay.PrepayOrder;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Lets an order be paid: the exact bytes are stored first, and repeated when the outcome is not known (REL-07). */
@Singleton
class StartPayment {

    private static final Logger LOG = Logger.getLogger(StartPayment.class);

    private final WeChatPay weChat;
    private final Transactions transactions;
    private final AttemptStore attempts;
    private final QueryPayment query;
    private final ClosePayment close;
    private final PiiCipher cipher;
    private final ShopClock clock;

    @Inject
    StartPayment(
            WeChatPay weChat,
            Transactions transactions,
            AttemptStore attempts,
            QueryPayment query,
            ClosePayment close,
            PiiCipher cipher,
            ShopClock clock) {
        this.weChat = weChat;
        this.transactions = transactions;
        this.attempts = attempts;
        this.query = query;
        this.close = close;
        this.cipher = cipher;
        this.clock = clock;
    }

    Uni<Prepared> start(Due due) {
        return transactions.in(tx -> intend(tx, due)).chain(intent -> carryOut(intent, due));
    }

    /** One at a time for an order, so that two requests at once share one attempt. */
    private Uni<Intent> intend(Tx tx, Due due) {
        return tx.hold(lock(due.order()))
                .chain(() -> attempts.ofOrder(tx, due.order()))
                .map(all -> Intent.of(all, due, payerIndex(due), clock.instant()))
                .chain(intent -> intent instanceof Intent.Begin(var round)
                        ? begin(tx, due, round).map(Intent.Send::new)
                        : Uni.createFrom().item(intent));
    }

    static String lock(UUID order) {
        return "payment:" + order;
    }

    private Uni<Attempt> begin(Tx tx, Due due, int round) {
        var now = clock.instant();
        var attempt = new Attempt(
                Ids.next(),
                due.order(),
                due.orderNo(),
                due.member(),
                round,
                Attempt.number(due.orderNo(), round),
                due.amount(),
                payerIndex(due),
                now,
                due.expiresAt(),
                Money.ZERO,
                Money.ZERO,
                new Progress.Created());
        var body = weChat.prepayBody(
                new PrepayOrder(attempt.outTradeNo(), due.description(), due.amount(), due.openid(), due.expiresAt()));
        return attempts.insert(
                        tx,
                        attempt,
                        cipher.seal(body, place(attempt)),
                        Schedule.nextQuery(now, due.expiresAt(), 0, now))
                .replaceWith(attempt);
    }

    private Uni<Prepared> carryOut(Intent intent, Due due) {
        return switch (intent) {
            case Intent.HandOut(var attempt, var prepayId) -> Uni.createFrom().item(() -> prepared(attempt, prepayId));
            case Intent.Send(var attempt) -> send(attempt);
            case Intent.Replace(var attempt) -> close.close(attempt).chain(closing -> begunAgain(closing, due));
            case Intent.TurnedAway(var why) -> refused(why);
            case Intent.Begin _ -> throw new IllegalStateException("a number that begins is sent");
        };
    }

    private Uni<Prepared> begunAgain(Closing closing, Due due) {
        return switch (closing) {
            case CLOSED -> start(due);
            case PAID -> refused(PaymentProblem.PAYMENT_ALREADY_CAPTURED);
            case UNKNOWN -> refused(PaymentProblem.PAYMENT_UNAVAILABLE);
        };
    }

    private Uni<Prepared> send(Attempt attempt) {
        return attempts.sealedRequest(transactions.reads(), attempt.id())
                .map(stored -> cipher.open(stored, place(attempt)))
                .chain(body ->
                        weChat.prepay(body).onFailure(WeChatUnknown.class).recoverWithUni(() -> weChat.prepay(body)))
                .onFailure(WeChatUnknown.class)
                .transform(_ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE))
                .chain(prepayId -> keep(attempt, prepayId))
                .onFailure(WeChatRefused.class)
                .recoverWithUni(failure -> explain(attempt, failure));
    }

    private Uni<Prepared> keep(Attempt attempt, String prepayId) {
        var now = clock.instant();
        return transactions
                .in(tx -> attempts.prepared(
                        tx, attempt.id(), prepayId, now, Schedule.nextQuery(now, attempt.expiresAt(), 0, now)))
                .chain(touched ->
                        touched == 1 ? Uni.createFrom().item(() -> prepared(attempt, prepayId)) : overtaken(attempt));
    }

    /** While WeChat was preparing it, the attempt was closed here: nobody may pay what nobody waits for. */
    private Uni<Prepared> overtaken(Attempt attempt) {
        return close.atWeChat(attempt)
                .chain(closing -> refused(
                        closing == Closing.PAID
                                ? PaymentProblem.PAYMENT_ALREADY_CAPTURED
                                : PaymentProblem.PAYMENT_CLOSED));
    }

    private Uni<Prepared> explain(Attempt attempt, WeChatRefused refusal) {
        return switch (refusal.code()) {
            case "ORDERPAID", "ORDER_PAID", "OUT_TRADE_NO_USED", "ORDER_CLOSED" ->
                query.ask(attempt)
                        .onFailure(WeChatUnknown.class)
                        .transform(_ -> new Refused(PaymentProblem.PAYMENT_UNAVAILABLE))
                        .chain(after -> refused(
                                after.isCaptured()
                                        ? PaymentProblem.PAYMENT_ALREADY_CAPTURED
                                        : PaymentProblem.PAYMENT_CLOSED));
            default -> {
                LOG.errorf("WeChat refuses to prepare %s: %s", attempt.outTradeNo(), refusal.code());
                yield refused(PaymentProblem.PAYMENT_REFUSED);
            }
        };
    }

    private Prepared prepared(Attempt attempt, String prepayId) {
        return new Prepared(attempt.id(), weChat.invocation(prepayId), attempt.expiresAt());
    }

    private String payerIndex(Due due) {
        return cipher.index(due.openid(), "openid");
    }

    private static String place(Attempt attempt) {
        return "payment_attempt:" + attempt.id() + ":request";
    }

    private static Uni<Prepared> refused(PaymentProblem why) {
        return Uni.createFrom().failure(new Refused(why));
    }
}
