package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.wechat.WeChatPay.Invocation;
import cn.siyu.wechat.crypto.AeadCipher;
import cn.siyu.wechat.crypto.Oaep;
import cn.siyu.wechat.crypto.RsaKeys;
import cn.siyu.wechat.crypto.RsaSignature;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Signs as the merchant and verifies as WeChat Pay; both look at the shop's clock. */
@Singleton
class MerchantKeys {

    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");
    private static final int NONCE_BYTES = 16;

    private final WeChatSettings settings;
    private final ShopClock clock;
    private final PrivateKey merchantKey;
    private final Map<String, PublicKey> weChatKeys;
    private final AeadCipher cipher;
    private final SecureRandom random = new SecureRandom();

    @Inject
    MerchantKeys(WeChatSettings settings, ShopClock clock) {
        this.settings = settings;
        this.clock = clock;
        this.merchantKey = RsaKeys.privateKey("siyu.wechat.mch-private-key", settings.mchPrivateKey());
        this.weChatKeys = weChatKeys(settings);
        this.cipher = new AeadCipher("siyu.wechat.api-v3-key", settings.apiV3Key());
    }

    private static Map<String, PublicKey> weChatKeys(WeChatSettings settings) {
        var keys = new HashMap<String, PublicKey>();
        settings.previousPayPublicKeyId()
                .ifPresent(id -> keys.put(
                        id,
                        RsaKeys.publicKey(
                                "siyu.wechat.previous-pay-public-key",
                                settings.previousPayPublicKey().orElse(""))));
        keys.put(settings.payPublicKeyId(), RsaKeys.publicKey("siyu.wechat.pay-public-key", settings.payPublicKey()));
        return Map.copyOf(keys);
    }

    /** The {@code Authorization} header of a request: over method, path with query, time, nonce and body, byte for byte. */
    String authorization(String method, String uri, String body) {
        var timestamp = Long.toString(clock.instant().getEpochSecond());
        var nonce = nonce();
        var signature = RsaSignature.sign(
                merchantKey, method + '\n' + uri + '\n' + timestamp + '\n' + nonce + '\n' + body + '\n');
        return "%s mchid=\"%s\",nonce_str=\"%s\",signature=\"%s\",timestamp=\"%s\",serial_no=\"%s\""
                .formatted(SCHEME, settings.mchId(), nonce, signature, timestamp, settings.mchSerial());
    }

    Invocation invocation(String prepayId) {
        var timestamp = Long.toString(clock.instant().getEpochSecond());
        var nonce = nonce();
        var packageValue = "prepay_id=" + prepayId;
        var signature = RsaSignature.sign(
                merchantKey, settings.appId() + '\n' + timestamp + '\n' + nonce + '\n' + packageValue + '\n');
        return new Invocation(timestamp, nonce, packageValue, "RSA", signature);
    }

    /** Why these bytes are not WeChat Pay's, not fresh or not whole; empty when they are good. */
    Optional<String> flaw(String timestamp, String nonce, String serial, String signature, byte[] body) {
        if (timestamp.isEmpty() || nonce.isEmpty() || serial.isEmpty() || signature.isEmpty()) {
            return Optional.of("unsigned");
        }
        if (!SECONDS.matcher(timestamp).matches() || !fresh(Instant.ofEpochSecond(Long.parseLong(timestamp)))) {
            return Optional.of("not fresh");
        }
        var key = weChatKeys.get(serial);
        if (key == null) {
            return Optional.of("unknown serial");
        }
        return RsaSignature.verify(key, message(timestamp, nonce, body), signature)
                ? Optional.empty()
                : Optional.of("wrong signature");
    }

    Optional<byte[]> decrypt(String associatedData, String nonce, String ciphertext) {
        return cipher.decrypt(associatedData, nonce, ciphertext);
    }

    /** For WeChat Pay's eyes only, under the key that requests name in {@code Wechatpay-Serial}. */
    String encrypted(String plaintext) {
        return Oaep.encrypt(Objects.requireNonNull(weChatKeys.get(settings.payPublicKeyId())), plaintext);
    }

    private boolean fresh(Instant signed) {
        return Duration.between(signed, clock.instant()).abs().compareTo(FRESH) <= 0;
    }

    /** Joined as bytes: a body that is no UTF-8 must not be repaired before it is verified. */
    private static byte[] message(String timestamp, String nonce, byte[] body) {
        var message = new ByteArrayOutputStream(body.length + 64);
        message.writeBytes((timestamp + '\n' + nonce + '\n').getBytes(UTF_8));
        message.writeBytes(body);
        message.write('\n');
        return message.toByteArray();
    }

    private String nonce() {
        var bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
