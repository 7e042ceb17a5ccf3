package cn.siyu.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** What WeCom calls out: XML under AES with a signature in the address, and three times more when nobody takes it. */
final class WeComCalls {
    private static final int TRIES_MORE = 3;
    private static final int PAD = 32;
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final HttpClient http;
    private final Keys keys;
    private final Agenda agenda;
    private final VirtualClock clock;
    private String url = "";

    WeComCalls(Vertx vertx, Keys keys, Agenda agenda, VirtualClock clock) {
        this.http = vertx.createHttpClient();
        this.keys = keys;
        this.agenda = agenda;
        this.clock = clock;
    }

    /** How a message is spoilt on purpose. */
    enum Mode {
        NORMAL,
        TAMPER,
        OLD,
        FOREIGN
    }

    void to(String address) {
        url = address;
    }

    /** Nothing is called out as long as nobody has said where to. */
    Future<Integer> tell(Map<String, String> fields, Mode mode) {
        return url.isEmpty() ? Future.succeededFuture(0) : send(message(fields), mode, TRIES_MORE);
    }

    private Future<Integer> send(String message, Mode mode, int triesLeft) {
        var sealed = sealed(message, mode == Mode.FOREIGN ? "wwsomebodyelse0001" : Keys.CORP_ID);
        var sentAt = mode == Mode.OLD ? clock.now().minus(Duration.ofHours(1)) : clock.now();
        var address = url + "?" + signed(sealed, sentAt);
        var letter = mode == Mode.TAMPER ? sealed.replaceFirst(".$", "A").replaceFirst("^.", "B") : sealed;
        var body = "<xml><ToUserName><![CDATA[" + Keys.CORP_ID + "]]></ToUserName><Encrypt><![CDATA[" + letter
                + "]]></Encrypt></xml>";
        return post(address, body).onSuccess(status -> {
            if (status != 200 && triesLeft > 0 && mode == Mode.NORMAL) {
                agenda.at(clock.now().plus(BETWEEN), () -> {
                    var _ = send(message, mode, triesLeft - 1);
                });
            }
        });
    }

    /** The plain text that an address must answer when it is asked whether it is ours. */
    Future<String> greet(String text) {
        var sealed = sealed(text, Keys.CORP_ID);
        var address = url + "?" + signed(sealed, clock.now()) + "&echostr="
                + URLEncoder.encode(sealed, StandardCharsets.UTF_8);
        return http.request(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address))
                .compose(request -> request.send())
                .compose(response -> response.body().map(Buffer::toString));
    }

    private Future<Integer> post(String address, String body) {
        return http.request(new RequestOptions().setMethod(HttpMethod.POST).setAbsoluteURI(address))
                .compose(
                        request -> request.putHeader("Content-Type", "text/xml").send(body))
                .compose(response -> response.body().map(_ -> response.statusCode()))
                .otherwise(0);
    }

    private String signed(String sealed, Instant at) {
        var timestamp = String.valueOf(at.getEpochSecond());
        var nonce = Keys.hex(8);
        var parts = new String[] {keys.callbackToken(), timestamp, nonce, sealed};
        Arrays.sort(parts);
        return "msg_signature=" + sha1(String.join("", parts)) + "&timestamp=" + timestamp + "&nonce=" + nonce;
    }

    private static String message(Map<String, String> fields) {
        var xml = new StringBuilder("<xml>");
        fields.forEach((name, value) -> xml.append('<')
                .append(name)
                .append("><![CDATA[")
                .append(value)
                .append("]]></")
                .append(name)
                .append('>'));
        return xml.append("</xml>").toString();
    }

    /** Noise, length, text, whom it is for, and a pad up to a multiple of 32. */
    private String sealed(String text, String receiver) {
        var words = text.getBytes(StandardCharsets.UTF_8);
        var plain = new ByteArrayOutputStream();
        plain.writeBytes(Keys.random(16));
        plain.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(words.length).array());
        plain.writeBytes(words);
        plain.writeBytes(receiver.getBytes(StandardCharsets.UTF_8));
        var pad = PAD - plain.size() % PAD;
        for (var i = 0; i < pad; i++) {
            plain.write(pad);
        }
        try {
            var key = Base64.getDecoder().decode(keys.callbackKey() + "=");
            var cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return Keys.base64(cipher.doFinal(plain.toByteArray()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String sha1(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
