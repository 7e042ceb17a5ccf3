package cn.siyu.distribution.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is settled about distributors beside the policies that staff keep. */
@ConfigMapping(prefix = "siyu.distribution")
public interface DistributionSettings {

    /** Who has said that he ends is not ended before: orders of before may still become firm. */
    @WithDefault("2D")
    Duration quitWait();

    /** Whoever ends and has money to come is looked at again so often. */
    @WithDefault("1H")
    Duration lookAgain();

    /** From so many customers of his own on a distributor is of medium size. */
    @WithDefault("20")
    int mediumFrom();

    /** From so many on he is large. */
    @WithDefault("200")
    int largeFrom();

    /** Who has brought an order in this time is active. */
    @WithDefault("30D")
    Duration activeWithin();

    /** Who has brought none in this time is dormant. */
    @WithDefault("90D")
    Duration dormantAfter();

    /** The layer of a distributor is counted anew so often. */
    @WithDefault("15M")
    Duration layerEvery();

    /** How often the sweeps look; not a policy. */
    @WithDefault("1s")
    String sweepEvery();

    /** How often tiers are looked at whose distributors' customers have bought; not a policy. */
    @WithDefault("1s")
    String tierEvery();

    /** How often it is looked whether a period of the ladder is over; not a policy. */
    @WithDefault("10s")
    String tierPeriodEvery();
}
