package cn.siyu.wechat.gateway;

import cn.siyu.wechat.MerchantTransfers.TransferState;
import cn.siyu.wechat.NotGenuine;
import cn.siyu.wechat.WeChatPay.Notification;
import cn.siyu.wechat.WeChatPay.NotificationHeaders;
import cn.siyu.wechat.WeChatPay.TradeState;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Set;

/**
 * Opens notifications: size, headers, age, serial, signature, cipher, and whose they are, in this order. The probes with
 * deliberately bad signatures fail like any other forgery.
 */
@Singleton
class Envelope {

    private static final int LARGEST = 64 * 1024;
    private static final String TRANSFERRED = "MCHTRANSFER.BILL.FINISHED";
    private static final String AUTHORIZATIONS = "MCHTRANSFER.AUTHORIZATION.";
    private static final Set<TransferState> ENDS =
            Set.of(TransferState.SUCCESS, TransferState.FAIL, TransferState.CANCELLED);

    private final WeChatSettings settings;
    private final MerchantKeys keys;
    private final ObjectMapper json;

    @Inject
    Envelope(WeChatSettings settings, MerchantKeys keys, ObjectMapper json) {
        this.settings = settings;
        this.keys = keys;
        this.json = json;
    }

    Notification open(NotificationHeaders headers, byte[] rawBody) {
        var letter = genuine(headers, rawBody);
        try {
            return read(letter, parsed(decrypted(letter.path("resource"))));
        } catch (Told.Wrong wrong) {
            throw new NotGenuine(String.valueOf(wrong.getMessage()));
        }
    }

    /** The number of the authorization that a notification is about. */
    String authorization(NotificationHeaders headers, byte[] rawBody) {
        var letter = genuine(headers, rawBody);
        try {
            Told.must("event_type", Told.text(letter, "event_type").startsWith(AUTHORIZATIONS));
            return Told.text(parsed(decrypted(letter.path("resource"))), "out_authorization_no");
        } catch (Told.Wrong wrong) {
            throw new NotGenuine(String.valueOf(wrong.getMessage()));
        }
    }

    private JsonNode genuine(NotificationHeaders headers, byte[] rawBody) {
        if (rawBody.length == 0 || rawBody.length > LARGEST) {
            throw new NotGenuine("size");
        }
        keys.flaw(headers.timestamp(), headers.nonce(), headers.serial(), headers.signature(), rawBody)
                .ifPresent(flaw -> {
                    throw new NotGenuine(flaw);
                });
        return parsed(rawBody);
    }

    private Notification read(JsonNode letter, JsonNode content) {
        var id = Told.text(letter, "id");
        var type = Told.text(letter, "event_type");
        var merchant = type.equals(TRANSFERRED) ? "mch_id" : "mchid";
        Told.must(merchant, settings.mchId().equals(content.path(merchant).asText()));
        return switch (type) {
            case "TRANSACTION.SUCCESS" -> {
                var transaction = Told.transaction(content, settings);
                Told.must(
                        "trade_state",
                        transaction.state() == TradeState.SUCCESS || transaction.state() == TradeState.REFUND);
                yield new Notification.Paid(id, type, transaction);
            }
            case "REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED" -> {
                var refund = Told.refund(content, "refund_status");
                Told.must("event_type", type.endsWith("." + refund.state()));
                yield new Notification.Refunded(id, type, refund);
            }
            case TRANSFERRED -> {
                var transfer = Told.transfer(content, settings);
                Told.must("state", ENDS.contains(transfer.state()));
                Told.must("transfer_amount", transfer.amount().isPresent());
                yield new Notification.Transferred(id, type, transfer);
            }
            default -> throw new NotGenuine("event_type");
        };
    }

    /** Associated data may be empty, but WeChat always says so: a letter without the field was not written by it. */
    private byte[] decrypted(JsonNode resource) {
        var associated = resource.path("associated_data");
        if (!"AEAD_AES_256_GCM".equals(resource.path("algorithm").asText()) || !associated.isTextual()) {
            throw new NotGenuine("cipher");
        }
        return keys.decrypt(
                        associated.asText(),
                        resource.path("nonce").asText(),
                        resource.path("ciphertext").asText())
                .orElseThrow(() -> new NotGenuine("cipher"));
    }

    private JsonNode parsed(byte[] text) {
        try {
            var node = json.readTree(text);
            if (node != null && node.isObject()) {
                return node;
            }
        } catch (IOException _) {
            // Falls through: what is no JSON object is not a notification, whatever else it is.
        }
        throw new NotGenuine("form");
    }
}
