package cn.siyu.promotion.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How promotion works; what a coupon is worth and for how long stands in its template. */
@ConfigMapping(prefix = "siyu.promotion")
public interface PromotionSettings {

    /** How often it is looked whose time is over; the schedule reads it by its name. */
    @WithDefault("1s")
    String sweepEvery();

    /** The page of the mini-program that shows dropped coupons; {@code ?id=} and the drop's id follow. */
    @WithDefault("pages/coupon/drop")
    String dropPage();
}
