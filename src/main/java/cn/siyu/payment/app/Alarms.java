package cn.siyu.payment.app;

import cn.siyu.payment.domain.DifferenceKind;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/** Makes people look: a counter that monitoring watches, and a line in the log without personal data. */
@Singleton
class Alarms {

    private static final Logger LOG = Logger.getLogger(Alarms.class);

    private final MeterRegistry meters;

    @Inject
    Alarms(MeterRegistry meters) {
        this.meters = meters;
    }

    /** A forged, altered, old or foreign notification. */
    void refusedNotification(String why) {
        meters.counter("siyu.payment.notifications.refused", "why", why).increment();
        LOG.warnf("a notification was refused: %s", why);
    }

    /** WeChat's books and ours differ about a number. */
    void contradiction(String what, String number) {
        meters.counter("siyu.payment.contradictions", "what", what).increment();
        LOG.errorf("WeChat contradicts our books: %s of %s", what, number);
    }

    /** A refund does not go on by itself. */
    void stuckRefund(String why, String refundNo) {
        meters.counter("siyu.payment.refunds.stuck", "why", why).increment();
        LOG.errorf("a refund is stuck: %s, %s", refundNo, why);
    }

    /** A transfer does not go on by itself. */
    void stuckTransfer(String why, String billNo) {
        meters.counter("siyu.payment.transfers.stuck", "why", why).increment();
        LOG.errorf("a transfer is stuck: %s, %s", billNo, why);
    }

    /** A day's bills differ from our rows. */
    void billDifferences(LocalDate day, List<DifferenceKind> news) {
        for (var kind : Set.copyOf(news)) {
            var count = Collections.frequency(news, kind);
            meters.counter("siyu.payment.bill.differences", "kind", kind.name()).increment(count);
            LOG.errorf("the bills of %s differ from our books: %d times %s", day, count, kind);
        }
    }

    /** A day's bills could not be reconciled. */
    void billFailed(String why, LocalDate day, Throwable failure) {
        meters.counter("siyu.payment.bills.failed", "why", why).increment();
        LOG.errorf("the bills of %s were not reconciled: %s", day, failure.toString());
    }

    /** Something of ours failed and will be tried again. */
    void willRetry(String what, Throwable failure) {
        meters.counter("siyu.payment.retries", "what", what).increment();
        LOG.warnf("%s will be tried again: %s", what, failure.toString());
    }
}
