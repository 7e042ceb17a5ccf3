package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A notification ready to send: encrypted, wrapped and signed, or spoilt in exactly one way. */
record Letter(Map<String, String> headers, Buffer body) {
    private static final String FOREIGN_MERCHANT = "1900009999";
    private static final Duration STALE = Duration.ofMinutes(10);

    static Letter of(Notification notification, NotifyMode.Kind kind, Keys keys, VirtualClock clock) {
        var body = Json.text(envelope(notification, kind, keys));
        var now = kind == NotifyMode.Kind.OLD_TIMESTAMP ? clock.now().minus(STALE) : clock.now();
        var timestamp = String.valueOf(now.getEpochSecond());
        var nonce = Keys.hex(16);
        var key = keys.platform().signing();
        var signature = kind == NotifyMode.Kind.SIGNTEST
                ? "WECHATPAY/SIGNTEST/" + Keys.base64(Keys.random(256))
                : key.signer()
                        .sign(timestamp + '\n' + nonce + '\n' + body + '\n')
                        .getSign();
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        headers.put("Accept", "*/*");
        headers.put("User-Agent", "Mozilla/4.0");
        headers.put("Request-ID", Numbers.requestId());
        headers.put("Wechatpay-Timestamp", timestamp);
        headers.put("Wechatpay-Nonce", nonce);
        headers.put("Wechatpay-Signature", signature);
        headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
        headers.put("Wechatpay-Serial", kind == NotifyMode.Kind.WRONG_SERIAL ? "PUB_KEY_ID_SANDBOX_UNKNOWN" : key.id());
        var sent = kind == NotifyMode.Kind.TAMPER ? body.replace("\"summary\":\"", "\"summary\":\".") : body;
        return new Letter(headers, Buffer.buffer(sent));
    }

    private static ObjectNode envelope(Notification notification, NotifyMode.Kind kind, Keys keys) {
        var associated = kind == NotifyMode.Kind.NO_ASSOCIATED_DATA ? "" : notification.originalType();
        var nonce = Keys.hex(6);
        var resource = Json.object();
        resource.put("original_type", notification.originalType());
        resource.put("algorithm", "AEAD_AES_256_GCM");
        resource.put("ciphertext", keys.encrypted(associated, nonce, Json.bytes(plaintext(notification, kind))));
        if (!associated.isEmpty()) {
            resource.put("associated_data", associated);
        }
        resource.put("nonce", nonce);
        var envelope = Json.object();
        envelope.put("id", notification.id());
        envelope.put("create_time", VirtualClock.written(notification.createdAt()));
        envelope.put("resource_type", "encrypt-resource");
        envelope.put("event_type", notification.eventType());
        envelope.put("summary", notification.summary());
        envelope.set("resource", resource);
        return envelope;
    }

    private static JsonNode plaintext(Notification notification, NotifyMode.Kind kind) {
        ObjectNode spoilt = notification.plaintext().deepCopy();
        if (kind == NotifyMode.Kind.FOREIGN_MCHID) {
            spoilt.put(spoilt.has("mch_id") ? "mch_id" : "mchid", FOREIGN_MERCHANT);
        }
        if (kind == NotifyMode.Kind.WRONG_AMOUNT && spoilt.has("transfer_amount")) {
            spoilt.put("transfer_amount", spoilt.path("transfer_amount").asLong() + 1);
        }
        if (kind == NotifyMode.Kind.WRONG_AMOUNT && spoilt.path("amount") instanceof ObjectNode amount) {
            var sum = amount.has("refund") ? "refund" : "total";
            amount.put(sum, amount.path(sum).asLong() + 1);
            amount.put("payer_" + sum, amount.path("payer_" + sum).asLong() + 1);
        }
        return spoilt;
    }
}
