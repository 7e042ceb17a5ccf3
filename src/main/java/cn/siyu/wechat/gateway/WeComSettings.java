package cn.siyu.wechat.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The shop's corporation at WeCom; a shop without one has no contacts and no chats there. Outside production the sandbox is one. */
@ConfigMapping(prefix = "siyu.wecom")
public interface WeComSettings {

    @WithDefault("https://qyapi.weixin.qq.com")
    String apiUrl();

    Optional<String> corpId();

    /** Of the application that may see customers. */
    Optional<String> corpSecret();

    /** The token of the callbacks; without it and its key nothing that is told is believed. */
    Optional<String> callbackToken();

    /** Its EncodingAESKey, 43 characters. */
    Optional<String> callbackAesKey();
}
