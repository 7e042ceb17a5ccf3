package cn.siyu.trade.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** A shop whose settings would break the law does not start: the error names the setting and the law's id. */
@Singleton
class LawfulWaits {

    /** L1: the price is given back within seven days after the goods have come back; nobody's silence may take longer. */
    private static final Duration REFUND_AFTER_RETURN = Duration.ofDays(7);

    void check(@Observes StartupEvent start, TradeSettings settings) {
        if (settings.claimReceive().compareTo(REFUND_AFTER_RETURN) > 0) {
            throw new IllegalStateException("siyu.trade.claim-receive is " + settings.claimReceive()
                    + ": by law (L1) a return is refunded within 7 days");
        }
    }
}
