package cn.siyu.groupbuy.domain;

import cn.siyu.groupbuy.FlashSaleId;
import java.time.Instant;

/** A flash sale: what was laid down, and where it stands. Its states are those of every activity (B1). */
public record FlashSale(FlashSaleId id, FlashPlan plan, ActivityState state, long version) {

    /** Whether something may be taken now; time counts even before the sweep has come by. */
    public boolean sells(Instant now) {
        return state == ActivityState.RUNNING && !now.isBefore(plan.startsAt()) && now.isBefore(plan.endsAt());
    }
}
