package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.domain.BuyGroup.Cancelled;
import cn.siyu.groupbuy.domain.BuyGroup.Failed;
import cn.siyu.groupbuy.domain.BuyGroup.Open;
import cn.siyu.groupbuy.domain.BuyGroup.Pending;
import cn.siyu.groupbuy.domain.BuyGroup.Succeeded;
import java.time.Instant;

/** What becomes of a group when an order of it ends without payment. */
public sealed interface EndDecision {

    /** Its place is free; the group of a leader who does not pay is cancelled. */
    record Freed(BuyGroup group) implements EndDecision {}

    /** It had no held place any more. */
    record Nothing() implements EndDecision {}

    static EndDecision decide(BuyGroup group, Seat seat, Instant now) {
        if (seat.state() != SeatState.HELD) {
            return new Nothing();
        }
        return new Freed(
                switch (group) {
                    case Pending pending -> pending.cancel(now);
                    case Open open -> open.free();
                    case Succeeded done -> done.with(done.places().free());
                    case Failed failed -> failed.with(failed.places().free());
                    case Cancelled cancelled -> cancelled;
                });
    }
}
