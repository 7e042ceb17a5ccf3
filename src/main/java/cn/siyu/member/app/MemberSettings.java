package cn.siyu.member.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often members may do what costs WeChat's patience. */
@ConfigMapping(prefix = "siyu.member")
public interface MemberSettings {

    /** Of one network address, behind which many phones may be. */
    @WithDefault("600")
    int signInsPerMinute();

    /** Of one member; each is a call to WeChat that the shop may pay for. */
    @WithDefault("10")
    int phoneCodesPerHour();
}
