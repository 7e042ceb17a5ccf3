package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.WriteStream;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** {@code api.mch.weixin.qq.com}: signs every request and believes no good answer that is not signed. */
@Singleton
class PayLine {

    private static final Logger LOG = Logger.getLogger(PayLine.class);
    private static final int NOT_SIGNED = 401;
    private static final int TOO_MANY = 429;
    private static final int FAULTS = 500;
    private static final int LARGEST_ANSWER = 256 * 1024;

    private final WeChatSettings settings;
    private final MerchantKeys keys;
    private final ObjectMapper json;
    private final Line line;

    @Inject
    PayLine(WeChatSettings settings, MerchantKeys keys, ObjectMapper json, Vertx vertx) {
        this.settings = settings;
        this.keys = keys;
        this.json = json;
        this.line = new Line(vertx, settings.payUrl(), LARGEST_ANSWER);
    }

    Uni<JsonNode> get(String uri) {
        return call(HttpMethod.GET, uri, "");
    }

    Uni<JsonNode> post(String uri, String body) {
        return call(HttpMethod.POST, uri, body);
    }

    /** Files are not signed; whoever fetches one knows its hash from an answer that was. */
    Uni<Void> download(String uri, WriteStream<Buffer> target) {
        return Uni.createFrom()
                .deferred(() -> line.download(uri, headers(HttpMethod.GET, uri, ""), target))
                .invoke(answer -> {
                    if (!answer.good()) {
                        throw refusal(HttpMethod.GET, uri, answer);
                    }
                })
                .replaceWithVoid();
    }

    private Uni<JsonNode> call(HttpMethod method, String uri, String body) {
        return Uni.createFrom()
                .deferred(() -> line.call(method, uri, headers(method, uri, body), body.getBytes(UTF_8)))
                .map(answer -> {
                    if (answer.good()) {
                        return verified(answer);
                    }
                    throw refusal(method, uri, answer);
                });
    }

    private Map<String, String> headers(HttpMethod method, String uri, String body) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", keys.authorization(method.name(), uri, body));
        headers.put("Accept", "application/json");
        headers.put("User-Agent", "siyu");
        headers.put("Wechatpay-Serial", settings.payPublicKeyId());
        if (!body.isEmpty()) {
            headers.put("Content-Type", "application/json");
        }
        return headers;
    }

    private JsonNode verified(Line.Answer answer) {
        keys.flaw(
                        answer.header("Wechatpay-Timestamp"),
                        answer.header("Wechatpay-Nonce"),
                        answer.header("Wechatpay-Serial"),
                        answer.header("Wechatpay-Signature"),
                        answer.body())
                .ifPresent(flaw -> {
                    throw new WeChatUnknown("the answer is not WeChat's: " + flaw, null);
                });
        return parsed(answer.body());
    }

    /**
     * A 5xx or 429 says nothing about the effect; any other refusal has none, if it is one of WeChat's. A 401 says that our
     * key or our clock is wrong, nothing about the thing asked for: the next call, signed anew, may know.
     */
    private RuntimeException refusal(HttpMethod method, String uri, Line.Answer answer) {
        var code = parsed(answer.body()).path("code").asText("");
        LOG.infof(
                "WeChat Pay answered %d %s to %s %s, request %s",
                answer.status(), code, method, path(uri), answer.header("Request-ID"));
        if (answer.status() >= FAULTS
                || answer.status() == TOO_MANY
                || answer.status() == NOT_SIGNED
                || code.isEmpty()) {
            return new WeChatUnknown("HTTP " + answer.status() + " " + code, null);
        }
        return new WeChatRefused(code);
    }

    private JsonNode parsed(byte[] body) {
        if (body.length == 0) {
            return json.createObjectNode();
        }
        try {
            return json.readTree(body);
        } catch (IOException _) {
            throw new WeChatUnknown("the answer is no JSON", null);
        }
    }

    private static String path(String uri) {
        var query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }
}
