package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.wechat.NotGenuine;
import cn.siyu.wechat.WeComPush;
import cn.siyu.wechat.crypto.PushCipher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/** Opens what WeCom tells: signature, cipher, whom it is for, and only then what it says. */
@Singleton
class WeComPushApi implements WeComPush {

    /** WeCom tells at once and tries again within seconds: what is older was kept by somebody. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    private final Optional<String> token;
    private final Optional<PushCipher> cipher;
    private final Optional<String> corpId;
    private final ShopClock clock;
    private final XMLInputFactory xml;

    @Inject
    WeComPushApi(WeComSettings settings, ShopClock clock) {
        this.clock = clock;
        this.token = settings.callbackToken();
        this.cipher = settings.callbackAesKey().map(key -> new PushCipher("siyu.wecom.callback-aes-key", key));
        this.corpId = settings.corpId();
        this.xml = XMLInputFactory.newFactory();
        // Whoever declares a document type wants us to fetch or to blow something up.
        xml.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        xml.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        xml.setProperty(XMLInputFactory.IS_COALESCING, true);
    }

    @Override
    public String greeted(Proof proof, @Nullable String echo) {
        return opened(proof, echo == null ? "" : echo);
    }

    @Override
    public Event open(Proof proof, byte[] body) {
        var sealed = fields(body).getOrDefault("Encrypt", "");
        return event(fields(opened(proof, sealed).getBytes(UTF_8)));
    }

    private static Event event(Map<String, String> told) {
        return new Event(
                told.getOrDefault("Event", ""),
                told.getOrDefault("ChangeType", ""),
                Instant.ofEpochSecond(number(told.getOrDefault("CreateTime", ""))),
                part(told, "UserID"),
                part(told, "ExternalUserID"),
                part(told, "ChatId"),
                part(told, "State"),
                part(told, "FailReason"));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new NotGenuine("no time");
        }
    }

    private static Optional<String> part(Map<String, String> told, String field) {
        return Optional.ofNullable(told.get(field)).filter(text -> !text.isEmpty());
    }

    private String opened(Proof proof, String sealed) {
        demand(proof, sealed);
        var inside = cipher.flatMap(with -> with.open(sealed)).orElseThrow(() -> new NotGenuine("not under our key"));
        if (corpId.filter(inside.appId()::equals).isEmpty()) {
            throw new NotGenuine("for another corporation");
        }
        return inside.text();
    }

    private void demand(Proof proof, String sealed) {
        if (token.isEmpty() || proof.timestamp() == null || proof.nonce() == null || proof.signature() == null) {
            throw new NotGenuine("no signature, or no token to check it with");
        }
        var expected = sha1(Stream.of(token.get(), proof.timestamp(), proof.nonce(), sealed)
                .sorted()
                .collect(Collectors.joining()));
        if (!MessageDigest.isEqual(expected.getBytes(UTF_8), proof.signature().getBytes(UTF_8))) {
            throw new NotGenuine("another signature");
        }
        var sent = Instant.ofEpochSecond(number(proof.timestamp()));
        if (Duration.between(sent, clock.instant()).abs().compareTo(FRESH) > 0) {
            throw new NotGenuine("too old, or of the future");
        }
    }

    /** The texts directly below the root, by name. */
    private Map<String, String> fields(byte[] text) {
        var found = new HashMap<String, String>();
        try {
            var reader = xml.createXMLStreamReader(new ByteArrayInputStream(text), UTF_8.name());
            var depth = 0;
            var name = "";
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        name = depth == 2 ? reader.getLocalName() : "";
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                        if (!name.isEmpty()) {
                            found.merge(name, reader.getText(), String::concat);
                        }
                    }
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        name = "";
                    }
                    default -> {}
                }
            }
            return found;
        } catch (XMLStreamException | RuntimeException _) {
            throw new NotGenuine("no XML");
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
