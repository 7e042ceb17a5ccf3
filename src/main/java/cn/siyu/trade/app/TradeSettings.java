package cn.siyu.trade.app;

import cn.siyu.trade.domain.OrderState.Waits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long things wait in trade: the shop's policies, with the defaults of the sample shop (2.10). */
@ConfigMapping(prefix = "siyu.trade")
public interface TradeSettings {

    /** How long an order may be paid. */
    @WithDefault("15M")
    Duration payTimeout();

    /** How much longer its stock is held, for the time that closing at WeChat takes. */
    @WithDefault("5M")
    Duration settleGrace();

    @WithDefault("10M")
    Duration quoteLife();

    @WithDefault("10D")
    Duration autoReceive();

    @WithDefault("7D")
    Duration autoComplete();

    /** A claim that staff do not answer in this time is approved. */
    @WithDefault("3D")
    Duration claimAnswer();

    /** An approved return that is not sent in this time ends. */
    @WithDefault("10D")
    Duration claimReturn();

    /** How often the sweeps look; not a policy. */
    @WithDefault("1s")
    String sweepEvery();

    default Waits waits() {
        return new Waits(autoReceive(), autoComplete());
    }
}
