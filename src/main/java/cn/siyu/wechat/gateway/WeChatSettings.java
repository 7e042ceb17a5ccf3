package cn.siyu.wechat.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where WeChat is and with which keys the shop speaks to it. Outside production the sandbox hands all of them out. */
@ConfigMapping(prefix = "siyu.wechat")
public interface WeChatSettings {

    /** The mini-program's server API, {@code https://api.weixin.qq.com}. */
    String apiUrl();

    /** WeChat Pay, {@code https://api.mch.weixin.qq.com}. */
    String payUrl();

    String appId();

    String appSecret();

    String mchId();

    /** Serial of the merchant's API certificate, upper-case hexadecimal. */
    String mchSerial();

    /** PKCS#8, PEM or base64. */
    String mchPrivateKey();

    String apiV3Key();

    /** {@code PUB_KEY_ID_...}: under which WeChat Pay signs. */
    String payPublicKeyId();

    /** SPKI, PEM or base64. */
    String payPublicKey();

    /** While WeChat Pay's key is being changed, the one before. */
    Optional<String> previousPayPublicKeyId();

    Optional<String> previousPayPublicKey();

    /** The token of the mini-program's message push; without it and its key nothing that is pushed is believed. */
    Optional<String> pushToken();

    /** Its EncodingAESKey, 43 characters. */
    Optional<String> pushAesKey();

    /** The account from which transfers to persons are paid: BASIC or OPERATION; its flow is reconciled. */
    @WithDefault("BASIC")
    String transferAccount();

    /** What WeChat is told that payees of commission do (岗位类型), as it was declared to WeChat. */
    @WithDefault("推广员")
    String transferPost();

    /** What WeChat is told that they are paid for (报酬说明). */
    @WithDefault("商品推广佣金")
    String transferReward();
}
