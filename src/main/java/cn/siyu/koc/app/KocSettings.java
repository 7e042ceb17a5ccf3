package cn.siyu.koc.app;

import cn.siyu.koc.domain.Renewal;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The shop's policies about KOCs, with the defaults of the sample shop (2.10). */
@ConfigMapping(prefix = "siyu.koc")
public interface KocSettings {

    /** How long a binding lasts from its acceptance. */
    @WithDefault("90D")
    Duration term();

    /** Whether a binding in which enough was done goes on for another term by itself (D3). */
    @WithDefault("true")
    boolean renew();

    /** How long before the end of the term it is looked whether it goes on. */
    @WithDefault("1D")
    Duration renewAhead();

    /** How far back it is looked what was done. */
    @WithDefault("30D")
    Duration renewWindow();

    /** Orders that the KOC has to have brought. */
    @WithDefault("3")
    int renewOrders();

    /** Tasks that the KOC has to have done. */
    @WithDefault("4")
    int renewPosts();

    /** Whether both are needed. */
    @WithDefault("false")
    boolean renewBoth();

    /** What a KOC has shown for a task counts when nobody has looked at it for so long. */
    @WithDefault("3D")
    Duration taskAccept();

    /** Who has done nothing for so long is silent, and a community's conversion looks back as far. */
    @WithDefault("30D")
    Duration silentAfter();

    default Renewal renewal() {
        return new Renewal(renewOrders(), renewPosts(), renewBoth());
    }

    /** How long an invitation may be answered. */
    @WithDefault("7D")
    Duration invitationLife();

    /** The agreement that a KOC accepts; raised when its text changes. */
    @WithDefault("2026-01")
    String agreementVersion();

    /** How often the sweep looks; not a policy. */
    @WithDefault("1s")
    String sweepEvery();

    /** How often it is looked what WeCom has called out; not a policy. */
    @WithDefault("1s")
    String wecomEvery();
}
