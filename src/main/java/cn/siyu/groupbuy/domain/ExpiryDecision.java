package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.domain.BuyGroup.Failed;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Succeeded;
import java.time.Instant;
import java.util.Optional;

/** What becomes of an open group that is looked at because its time is over, or because staff have stopped it (B11, B19). */
public sealed interface ExpiryDecision {

    /** A ladder that has climbed at least to its first step. */
    record Fills(Succeeded group) implements ExpiryDecision {}

    record Fails(Failed group) implements ExpiryDecision {}

    /** Its time has not come. */
    record Waits() implements ExpiryDecision {}

    /** @param asked why staff want it to fail, if they do */
    static ExpiryDecision decide(Activity activity, Open open, Optional<FailReason> asked, Instant now) {
        if (asked.isPresent()) {
            return new Fails(open.fail(asked.get(), now));
        }
        if (!open.due(now)) {
            return new Waits();
        }
        return open.places().paid() >= activity.plan().size()
                ? new Fills(open.fill(now))
                : new Fails(open.fail(FailReason.EXPIRED, now));
    }
}
