package cn.siyu.payment.domain;

import cn.siyu.payment.Payments.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What is to be done so that a due sum can be paid. */
public sealed interface Intent {

    /** WeChat wants an expiry at least one minute ahead when it first hears of a number. */
    Duration SHORTEST = Duration.ofMinutes(1);

    /** Everything is there. */
    record HandOut(Attempt attempt, String prepayId) implements Intent {}

    /** The stored bytes go to WeChat, for the first time or again. */
    record Send(Attempt attempt) implements Intent {}

    /** Something else was asked under the open number: it must be closed first. */
    record Replace(Attempt attempt) implements Intent {}

    /** A new number begins. */
    record Begin(int round) implements Intent {}

    record TurnedAway(PaymentProblem why) implements Intent {}

    /** @param attempts all of the order */
    static Intent of(List<Attempt> attempts, Due due, String payerIndex, Instant now) {
        if (attempts.stream().anyMatch(Attempt::isCaptured)) {
            return new TurnedAway(PaymentProblem.PAYMENT_ALREADY_CAPTURED);
        }
        var open = attempts.stream().filter(Attempt::isOpen).findFirst();
        if (open.isPresent()) {
            return continued(open.get(), due, payerIndex, now);
        }
        return now.plus(SHORTEST).isAfter(due.expiresAt())
                ? new TurnedAway(PaymentProblem.PAYMENT_EXPIRED)
                : new Begin(attempts.stream().mapToInt(Attempt::round).max().orElse(0) + 1);
    }

    private static Intent continued(Attempt open, Due due, String payerIndex, Instant now) {
        if (!open.asks(due.amount(), payerIndex, due.expiresAt())) {
            return new Replace(open);
        }
        if (!now.isBefore(open.expiresAt())) {
            return new TurnedAway(PaymentProblem.PAYMENT_EXPIRED);
        }
        return open.livePrepayId(now).<Intent>map(id -> new HandOut(open, id)).orElseGet(() -> new Send(open));
    }
}
