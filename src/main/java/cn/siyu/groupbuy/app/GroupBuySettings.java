package cn.siyu.groupbuy.app;

import cn.siyu.kernel.money.Rate;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Policies of group buying that are the shop's and not an activity's, with the defaults of the sample shop (2.10). */
@ConfigMapping(prefix = "siyu.groupbuy")
public interface GroupBuySettings {

    /** Nobody is let in with less time left to pay (B7). */
    @WithDefault("120S")
    Duration minPayWindow();

    /** How long a group that has run out waits for those who are just paying (B11). */
    @WithDefault("5M")
    Duration settleGrace();

    /** What all payees of a line may get together, in basis points (C21). */
    @WithDefault("3000")
    int commissionCapBp();

    /** How long the shop takes to send a parcel: with a long time for gathering the order must be reported as pre-sale (B25). */
    @WithDefault("24H")
    Duration handling();

    /** Fewer units left of an activity's stock are shown as LOW (A12); {@link Leftovers} knows how many it may be at most. */
    @WithDefault("10")
    int lowBelow();

    /** How often the sweeps look; not a policy. */
    @WithDefault("1s")
    String sweepEvery();

    default Rate commissionCap() {
        return new Rate(commissionCapBp());
    }
}
