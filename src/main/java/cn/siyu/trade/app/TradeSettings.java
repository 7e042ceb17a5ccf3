package cn.siyu.trade.app;

import cn.siyu.trade.Origin;
import cn.siyu.trade.domain.Attribution;
import cn.siyu.trade.domain.OrderState.Waits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

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

    /** How long ago the click may be that counts as the link of this session (C9). */
    @WithDefault("30M")
    Duration sessionWindow();

    /** In which order claims on an order are looked at (C9). */
    @WithDefault("PROMO_CODE,SESSION_LINK,BINDING,COMMUNITY")
    List<Origin.Source> attributionOrder();

    /** Who has an order that both a distributor and a KOC claim (D8). */
    @WithDefault("DISTRIBUTOR_FIRST")
    Attribution.Conflict attributionConflict();

    /** Whether somebody earns on what he buys himself (C10). */
    @WithDefault("NONE")
    Attribution.SelfPurchase selfPurchase();

    /** How often the sweeps look; not a policy. */
    @WithDefault("1s")
    String sweepEvery();

    default Waits waits() {
        return new Waits(autoReceive(), autoComplete());
    }
}
