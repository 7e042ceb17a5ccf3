package cn.siyu.sandbox;

import java.time.Duration;

/** The people at the cashier: told by the control API to pay or to fail, or paying by themselves. */
final class Buyers {
    private final Ledger ledger;
    private final Notifier notifier;
    private final Agenda agenda;
    private final VirtualClock clock;
    private Mode mode = Mode.MANUAL;
    private Duration hesitation = Duration.ZERO;

    Buyers(Ledger ledger, Notifier notifier, Agenda agenda, VirtualClock clock) {
        this.ledger = ledger;
        this.notifier = notifier;
        this.agenda = agenda;
        this.clock = clock;
    }

    /** Whether a prepay alone makes the buyer pay. */
    enum Mode {
        MANUAL,
        AUTO_PAY
    }

    void mode(Mode next, Duration delay) {
        mode = next;
        hesitation = delay;
    }

    void onPrepay(String outTradeNo) {
        if (mode == Mode.AUTO_PAY) {
            agenda.at(
                    clock.now().plus(hesitation),
                    () -> ledger.payment(outTradeNo)
                            .filter(payment -> payment.payable(clock.now()))
                            .ifPresent(this::take));
        }
    }

    /**
     * Pays an order.
     *
     * @param late lets a payment through that began before the order expired and comes in only now
     */
    Payment pay(Payment payment, boolean late) {
        var open = payment.state() == Payment.State.NOTPAY || payment.state() == Payment.State.PAYERROR;
        if (!payment.payable(clock.now()) && !(late && open)) {
            throw new ControlRefusal(
                    409,
                    "The order cannot be paid: it is " + payment.state()
                            + (open ? " and its time or its prepay_id has run out" : ""));
        }
        take(payment);
        return ledger.payment(payment.outTradeNo()).orElseThrow();
    }

    Payment fail(Payment payment) {
        if (!payment.payable(clock.now())) {
            throw new ControlRefusal(409, "The order cannot fail: it is " + payment.state());
        }
        var failed = payment.failed();
        ledger.save(failed);
        return failed;
    }

    private void take(Payment payment) {
        var now = clock.now();
        var paid = payment.paid(Numbers.transactionId(now), now);
        ledger.save(paid);
        notifier.tell(
                paid.outTradeNo(),
                new Notifier.Event("TRANSACTION.SUCCESS", "transaction", "支付成功"),
                paid.notifyUrl(),
                PayApi.transaction(paid, ledger));
    }
}
