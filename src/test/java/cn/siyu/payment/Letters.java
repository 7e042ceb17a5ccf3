package cn.siyu.payment;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.testing.EmbeddedResource;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.wechat.pay.java.core.cipher.AeadAesCipher;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.util.PemUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Writes notifications as WeChat does, with the sandbox's own key and the official library. */
public final class Letters {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Letters() {}

    /** A notification ready to send. */
    public record Letter(Map<String, String> headers, String body) {}

    /** Genuine in every respect: an ended payment. */
    public static Letter paid(String outTradeNo, long fen, String transactionId, Instant at) {
        var content = JSON.createObjectNode();
        content.put("appid", setting("app-id"));
        content.put("mchid", setting("mch-id"));
        content.put("out_trade_no", outTradeNo);
        content.put("transaction_id", transactionId);
        content.put("trade_state", "SUCCESS");
        content.put("success_time", "2026-03-01T10:00:00+08:00");
        content.putObject("amount").put("total", fen).put("payer_total", fen).put("currency", "CNY");
        content.putObject("payer").put("openid", "o-canary-openid");
        return signed(envelope("TRANSACTION.SUCCESS", "transaction", content), at);
    }

    /** Genuine in every respect: an ended refund. */
    public static Letter refunded(String outTradeNo, String outRefundNo, long fen, String state, Instant at) {
        var content = JSON.createObjectNode();
        content.put("mchid", setting("mch-id"));
        content.put("out_trade_no", outTradeNo);
        content.put("out_refund_no", outRefundNo);
        content.put("refund_id", "503" + outRefundNo);
        content.put("refund_status", state);
        content.put("success_time", "2026-03-01T10:00:00+08:00");
        content.putObject("amount").put("total", fen).put("refund", fen);
        return signed(envelope("REFUND." + state, "refund", content), at);
    }

    /** Genuine in every respect: an ended transfer to a person. */
    public static Letter transferred(String billNo, long fen, String state, Instant at) {
        var content = JSON.createObjectNode();
        content.put("mch_id", setting("mch-id"));
        content.put("out_bill_no", billNo);
        content.put("transfer_bill_no", "1330" + billNo);
        content.put("state", state);
        content.put("transfer_amount", fen);
        content.put("openid", "o-canary-openid");
        content.put("create_time", "2026-03-01T10:00:00+08:00");
        content.put("update_time", "2026-03-01T10:00:00+08:00");
        return signed(envelope("MCHTRANSFER.BILL.FINISHED", "mch_payment", content), at);
    }

    /** Genuine in every respect: a payee has agreed, or so it says. */
    public static Letter authorized(String outNo, Instant at) {
        var content = JSON.createObjectNode();
        content.put("mch_id", setting("mch-id"));
        content.put("out_authorization_no", outNo);
        content.put("authorization_id", "1330" + outNo);
        content.put("state", "TAKING_EFFECT");
        return signed(envelope("MCHTRANSFER.AUTHORIZATION.CONFIRMED", "mch_payment", content), at);
    }

    public static String setting(String name) {
        return ConfigProvider.getConfig().getValue("siyu.wechat." + name, String.class);
    }

    private static ObjectNode envelope(String event, String original, ObjectNode content) {
        var nonce = "0123456789ab";
        var cipher = new AeadAesCipher(setting("api-v3-key").getBytes(UTF_8));
        var envelope = JSON.createObjectNode();
        envelope.put("id", UUID.randomUUID().toString());
        envelope.put("create_time", "2026-03-01T10:00:01+08:00");
        envelope.put("resource_type", "encrypt-resource");
        envelope.put("event_type", event);
        envelope.put("summary", "支付成功");
        envelope.putObject("resource")
                .put("original_type", original)
                .put("algorithm", "AEAD_AES_256_GCM")
                .put(
                        "ciphertext",
                        cipher.encrypt(
                                original.getBytes(UTF_8),
                                nonce.getBytes(UTF_8),
                                content.toString().getBytes(UTF_8)))
                .put("associated_data", original)
                .put("nonce", nonce);
        return envelope;
    }

    /** Signed for the given instant. */
    public static Letter signed(ObjectNode envelope, Instant at) {
        var body = envelope.toString();
        var timestamp = Long.toString(at.getEpochSecond());
        var nonce = "nonce-of-a-test";
        var signature = new RSASigner(setting("pay-public-key-id"), PemUtil.loadPrivateKeyFromString(platformKey()))
                .sign(timestamp + '\n' + nonce + '\n' + body + '\n')
                .getSign();
        return new Letter(
                Map.of(
                        "Wechatpay-Timestamp", timestamp,
                        "Wechatpay-Nonce", nonce,
                        "Wechatpay-Signature", signature,
                        "Wechatpay-Serial", setting("pay-public-key-id")),
                body);
    }

    /** The armour around a bare public key, which the official library wants. */
    public static String pem(String bare) {
        return "-----BEGIN PUBLIC KEY-----\n" + bare + "\n-----END PUBLIC KEY-----";
    }

    private static String platformKey() {
        var file = Path.of(System.getProperty(EmbeddedResource.FOLDER), "sandbox", "wechat-sandbox-keys.properties");
        var keys = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            keys.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return keys.getProperty("platform-private-key");
    }
}
