package cn.siyu.payment.app;

import cn.siyu.kernel.event.Outbox;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.payment.PaymentCaptured;
import cn.siyu.payment.Payments;
import cn.siyu.payment.domain.Attempt.Progress;
import cn.siyu.payment.store.AttemptStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The front door: what an order may ask of payment. */
@Singleton
class OrderPayments implements Payments {

    private final StartPayment start;
    private final ClosePayment close;
    private final AskRefund askRefund;
    private final AttemptStore attempts;
    private final Outbox outbox;

    @Inject
    OrderPayments(StartPayment start, ClosePayment close, AskRefund askRefund, AttemptStore attempts, Outbox outbox) {
        this.start = start;
        this.close = close;
        this.askRefund = askRefund;
        this.attempts = attempts;
        this.outbox = outbox;
    }

    @Override
    public Uni<Prepared> start(Due due) {
        if (!due.amount().isPositive()) {
            throw new IllegalArgumentException("what costs nothing is settled, not started");
        }
        return start.start(due);
    }

    @Override
    public Uni<Void> settleZero(Tx tx, Due due, Instant now) {
        if (!due.amount().isZero()) {
            throw new IllegalArgumentException("only what costs nothing is settled without WeChat");
        }
        var id = Ids.next();
        return attempts.insertZero(tx, id, due, now)
                .chain(inserted -> inserted == 0
                        ? Uni.createFrom().voidItem()
                        : outbox.append(
                                tx, new PaymentCaptured(Ids.next(), now, id, due.order(), due.member(), 0, now)));
    }

    @Override
    public Uni<Map<UUID, Closing>> known(Collection<UUID> orders) {
        return close.known(orders);
    }

    @Override
    public Uni<Closing> close(UUID order) {
        return close.closeOrder(order);
    }

    @Override
    public Uni<Void> refund(Tx tx, RefundRequest request, Instant now) {
        return askRefund.ask(tx, request, now);
    }

    @Override
    public Uni<Optional<String>> transactionId(Sql sql, UUID payment) {
        return attempts.find(sql, payment)
                .map(attempt -> attempt != null && attempt.progress() instanceof Progress.Captured captured
                        ? captured.transactionId()
                        : Optional.empty());
    }

    @Override
    public Uni<Boolean> isQuiet(Tx tx, UUID order) {
        return tx.hold(StartPayment.lock(order))
                .chain(() -> attempts.ofOrder(tx, order))
                .map(all -> all.stream().noneMatch(attempt -> attempt.isOpen() || attempt.isCaptured()));
    }
}
