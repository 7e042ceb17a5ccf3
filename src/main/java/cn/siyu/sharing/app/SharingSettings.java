package cn.siyu.sharing.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long clicks count and how often strangers may ask. */
@ConfigMapping(prefix = "siyu.sharing")
public interface SharingSettings {

    /** How old an anonymous click may be to become that of the member who signs in (C16). */
    @WithDefault("PT30M")
    Duration clickWindow();

    /** Opening the same link again within this time is the same click. */
    @WithDefault("PT1M")
    Duration sameClick();

    /** Of one network address, behind which many phones may be. */
    @WithDefault("600")
    int readsPerMinute();

    /** Of one network address. */
    @WithDefault("300")
    int clicksPerMinute();

    /** Of one member: links, and codes for them. */
    @WithDefault("60")
    int mintsPerMinute();

    /** Of one member: guessing at the visitors of others is not worth his while. */
    @WithDefault("60")
    int claimsPerMinute();

    /** The page of the mini-program that reads the scene of a code. */
    @WithDefault("pages/share/index")
    String page();

    /** The version of the mini-program that codes on web pages open. */
    @WithDefault("release")
    String pageVersion();

    /** How often somebody looks for codes that are asked for; the schedule reads it by its name. */
    @WithDefault("1s")
    String codesEvery();
}
