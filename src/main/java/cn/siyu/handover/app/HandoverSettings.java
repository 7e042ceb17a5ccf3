package cn.siyu.handover.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The shop's policies about handovers. */
@ConfigMapping(prefix = "siyu.handover")
public interface HandoverSettings {

    /** How long a leaver's links lead to the successor. */
    @WithDefault("30D")
    Duration grace();

    /** How far ahead of its writing the instant lies at which things change hands, so that every order sees it or is before it. */
    @WithDefault("2s")
    Duration lead();

    /** How often WeCom is asked what has become of those who were asked. */
    @WithDefault("1h")
    Duration lookEvery();

    /** After how long WeCom is tried again when it did not answer; twice as long each time. */
    @WithDefault("10s")
    Duration backOff();

    /** How often it is looked whose time has come; not a policy. */
    @WithDefault("1s")
    String sweepEvery();
}
