package cn.siyu.trade;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.money.Rate;
import cn.siyu.koc.CommunityId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What an activity above trade lays down for an order: kept with the order (L3).
 *
 * @param kind names the {@link OrderHolds} that is asked about the order, such as {@code GROUP_BUY}
 * @param activity whose allotment the stock comes from
 * @param hold what the order sits in, such as a buy group
 * @param unitPrice takes the place of the price list's
 * @param payBy ends the time for paying earlier than the shop's own rule would
 * @param shownText what the buyer was told about the condition before he paid
 */
public record Terms(
        String kind,
        UUID activity,
        UUID hold,
        Money unitPrice,
        Commission commission,
        Optional<Rate> commissionRate,
        Optional<CommunityId> community,
        Instant payBy,
        String shownText) {

    /** Whether the activity's orders pay commission (B22); OVERRIDE puts {@code commissionRate} in the place of all rules. */
    public enum Commission {
        NONE,
        NORMAL,
        OVERRIDE
    }
}
