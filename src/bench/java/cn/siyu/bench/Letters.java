package cn.siyu.bench;

import cn.siyu.testing.SettingsFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Notifications of payments as WeChat sends them: encrypted for the merchant and signed with the sandbox's key. */
final class Letters {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Installation shop;
    private final PrivateKey key;
    private final String keyId;

    /** @param sandbox the folder of the stand-in for WeChat */
    Letters(Installation shop, Path sandbox) {
        this.shop = shop;
        var keys = SettingsFile.read(sandbox.resolve("wechat-sandbox-keys.properties"));
        this.keyId = keys.getOrDefault("platform-key-id", "");
        try {
            this.key = KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(
                            Base64.getDecoder().decode(keys.getOrDefault("platform-private-key", ""))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is posted to the shop. */
    record Letter(Map<String, String> headers, String body) {}

    Letter paid(String outTradeNo, long fen) {
        var at = Instant.now().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(8));
        var plain = """
            {"appid":"%s","mchid":"%s","out_trade_no":"%s","trade_state":"SUCCESS","trade_state_desc":"支付成功",\
            "promotion_detail":[],"transaction_id":"%s","trade_type":"JSAPI","bank_type":"OTHERS","success_time":"%s",\
            "payer":{"openid":"bench"},"amount":{"total":%d,"payer_total":%d,"currency":"CNY","payer_currency":"CNY"}}""".formatted(
                        shop.told("siyu.wechat.app-id"),
                        shop.told("siyu.wechat.mch-id"),
                        outTradeNo,
                        "42" + Math.abs(UUID.randomUUID().getMostSignificantBits() % 1_000_000_000_000L) + "0000",
                        at,
                        fen,
                        fen);
        var nonce = hex(6);
        var body = """
            {"id":"%s","create_time":"%s","resource_type":"encrypt-resource","event_type":"TRANSACTION.SUCCESS",\
            "summary":"支付成功","resource":{"original_type":"transaction","algorithm":"AEAD_AES_256_GCM",\
            "ciphertext":"%s","associated_data":"transaction","nonce":"%s"}}""".formatted(UUID.randomUUID(), at, encrypted(nonce, plain), nonce);
        return new Letter(signed(body), body);
    }

    private String encrypted(String nonce, String plain) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(shop.told("siyu.wechat.api-v3-key").getBytes(StandardCharsets.UTF_8), "AES"),
                    new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
            cipher.updateAAD("transaction".getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> signed(String body) {
        var timestamp = String.valueOf(Instant.now().getEpochSecond());
        var nonce = hex(16);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update((timestamp + '\n' + nonce + '\n' + body + '\n').getBytes(StandardCharsets.UTF_8));
            var headers = new LinkedHashMap<String, String>();
            headers.put("Wechatpay-Timestamp", timestamp);
            headers.put("Wechatpay-Nonce", nonce);
            headers.put("Wechatpay-Signature", Base64.getEncoder().encodeToString(signature.sign()));
            headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
            headers.put("Wechatpay-Serial", keyId);
            return headers;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(int bytes) {
        var random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
