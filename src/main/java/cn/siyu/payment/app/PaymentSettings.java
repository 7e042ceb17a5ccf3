package cn.siyu.payment.app;

import cn.siyu.kernel.money.Money;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How hard WeChat Pay is worked with; what is due, and when, follows the schedules of the domain. */
@ConfigMapping(prefix = "siyu.payment")
public interface PaymentSettings {

    /** How many refunds one instance has on their way to WeChat at the same time. */
    @WithDefault("20")
    int refundsAtOnce();

    /** How many refunds one instance sends in a second: those of all instances together must stay below WeChat's limit. */
    @WithDefault("70")
    int refundsPerSecond();

    /** How much goes out to persons on one shop day; what is more waits for the next (C34). */
    @WithDefault("10000000")
    long transferDayFen();

    default Money transferDay() {
        return new Money(transferDayFen());
    }

    /** How often the sweeps look; not a policy. */
    @WithDefault("1s")
    String inboxEvery();

    @WithDefault("1s")
    String queryEvery();

    @WithDefault("1s")
    String refundEvery();

    @WithDefault("1s")
    String transferEvery();

    @WithDefault("5s")
    String authorizationEvery();

    @WithDefault("60s")
    String billsEvery();
}
