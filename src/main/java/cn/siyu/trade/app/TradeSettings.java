package cn.siyu.trade.app;

import cn.siyu.trade.Origin;
import cn.siyu.trade.domain.Attribution;
import cn.siyu.trade.domain.OrderState.Waits;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** A return that was sent and is not looked at in this time is refunded; by law (L1) 7 days at most. */
    @WithDefault("7D")
    Duration claimReceive();

    /** An exchange whose goods are back and whose replacement is not sent in this time becomes a return. */
    @WithDefault("7D")
    Duration claimReplace();

    /** Where goods of the shop itself, and of suppliers without an address, are sent back to. */
    Optional<ReturnTo> returnTo();

    /** An address as it is written on a parcel. */
    interface ReturnTo {
        String recipient();

        String phone();

        String address();
    }

    /** How long ago the click may be that counts as the link of this session (C9). */
    @WithDefault("30M")
    Duration sessionWindow();

    /** In which order claims on an order are looked at (C9). */
    @WithDefault("PROMO_CODE,SESSION_LINK,BINDING,COMMUNITY")
    List<Origin.Source> attributionOrder();

    /** Who has an order that both a distributor and a KOC claim (D8). */
    @WithDefault("DISTRIBUTOR_FIRST")
    Attribution.Conflict attributionConflict();

    /** Under SHARE: basis points of what a distributor would have alone that he has; the pool has the rest of its own (D8). */
    @WithDefault("5000")
    int attributionShare();

    /** Whether somebody earns on what he buys himself (C10). */
    @WithDefault("NONE")
    Attribution.SelfPurchase selfPurchase();

    /** How long WeChat may not know of a parcel that has left before people are called (E12). */
    @WithDefault("2H")
    Duration reportWithin();

    /** How old a payment may be of which WeChat knows no parcel; it allows 48 hours itself. */
    @WithDefault("40H")
    Duration reportAlarm();

    /** By how much one person alone may change the price of an unpaid order, in fen. */
    @WithDefault("10000")
    long adjustAloneFen();

    /** How often the sweeps look; not a policy. */
    @WithDefault("1s")
    String sweepEvery();

    /** How often WeChat is told of parcels; not a policy. */
    @WithDefault("1s")
    String reportEvery();

    /** How often somebody looks whether WeChat was not told in time; not a policy. */
    @WithDefault("60s")
    String shippingWatchEvery();

    /** How often costs of suppliers' goods are noted; not a policy. */
    @WithDefault("5s")
    String costsEvery();

    default Waits waits() {
        return new Waits(autoReceive(), autoComplete());
    }
}
