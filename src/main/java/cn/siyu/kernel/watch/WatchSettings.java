package cn.siyu.kernel.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many may watch at one instance, and how often is looked for them. */
@ConfigMapping(prefix = "siyu.watch")
interface WatchSettings {

    /** Watchers of one instance: further ones hear 503. */
    @WithDefault("10000")
    int most();

    /** Of one member: further ones hear 429. */
    @WithDefault("8")
    int mostOfMember();

    /** Of one address, without a sign-in; a whole quarter may be behind one. */
    @WithDefault("500")
    int mostOfAddress();

    /** What has changed is read so often, all of it at once. */
    @WithDefault("0.1S")
    Duration lookEvery();

    /** Everything that is watched is read so often, whether a change was told or not. */
    @WithDefault("1S")
    Duration lookAtAllEvery();

    /** Whoever hears nothing hears that the line is there. */
    @WithDefault("15S")
    Duration beat();
}
