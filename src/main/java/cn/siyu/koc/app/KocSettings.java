package cn.siyu.koc.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The shop's policies about KOCs, with the defaults of the sample shop (2.10). */
@ConfigMapping(prefix = "siyu.koc")
public interface KocSettings {

    /** How long a binding lasts from its acceptance. */
    @WithDefault("90D")
    Duration term();

    /** How long an invitation may be answered. */
    @WithDefault("7D")
    Duration invitationLife();

    /** The agreement that a KOC accepts; raised when its text changes. */
    @WithDefault("2026-01")
    String agreementVersion();

    /** How often the sweep looks; not a policy. */
    @WithDefault("1s")
    String sweepEvery();
}
