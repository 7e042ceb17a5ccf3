package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.wechat.MessagePush;
import cn.siyu.wechat.NotGenuine;
import cn.siyu.wechat.crypto.PushCipher;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Opens pushes. They are taken encrypted only: the signature of WeChat's plain mode covers no content. An old one is as good as
 * a new one, because what it tells can only be noted once.
 */
@Singleton
class MessagePushApi implements MessagePush {

    /** The time of an event of shipping management is in seconds; 0 as long as it has not come. */
    private static final String SETTLEMENT = "trade_manage_order_settlement";

    private final Optional<String> token;
    private final Optional<PushCipher> cipher;
    private final String appId;
    private final ObjectMapper json;

    @Inject
    MessagePushApi(WeChatSettings settings, ObjectMapper json) {
        this.token = settings.pushToken();
        this.cipher = settings.pushAesKey().map(key -> new PushCipher("siyu.wechat.push-aes-key", key));
        this.appId = settings.appId();
        this.json = json;
    }

    @Override
    public void greeted(Proof proof) {
        demand(proof, Stream.empty());
    }

    @Override
    public Optional<Settlement> open(Proof proof, byte[] body) {
        var sealed = read(body).path("Encrypt").asText();
        demand(proof, Stream.of(sealed));
        var opened = cipher.flatMap(with -> with.open(sealed)).orElseThrow(() -> new NotGenuine("not under our key"));
        if (!opened.appId().equals(appId)) {
            throw new NotGenuine("for another mini-program");
        }
        return settlement(read(opened.text().getBytes(UTF_8)));
    }

    private static Optional<Settlement> settlement(JsonNode event) {
        var number = event.path("merchant_trade_no").asText();
        var at = event.path("settlement_time").asLong();
        return SETTLEMENT.equals(event.path("Event").asText()) && !number.isEmpty() && at > 0
                ? Optional.of(new Settlement(number, Instant.ofEpochSecond(at)))
                : Optional.empty();
    }

    private void demand(Proof proof, Stream<String> content) {
        if (token.isEmpty() || proof.timestamp() == null || proof.nonce() == null || proof.signature() == null) {
            throw new NotGenuine("no signature, or no token to check it with");
        }
        var parts = Stream.concat(Stream.of(token.get(), proof.timestamp(), proof.nonce()), content);
        var expected = sha1(parts.sorted().collect(Collectors.joining()));
        if (!MessageDigest.isEqual(expected.getBytes(UTF_8), proof.signature().getBytes(UTF_8))) {
            throw new NotGenuine("another signature");
        }
    }

    private JsonNode read(byte[] text) {
        try {
            var node = json.readTree(text);
            return node == null ? json.missingNode() : node;
        } catch (IOException _) {
            throw new NotGenuine("no JSON");
        }
    }

    private static String sha1(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
