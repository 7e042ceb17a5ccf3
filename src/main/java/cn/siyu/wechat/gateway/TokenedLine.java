package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** A host of WeChat's that answers HTTP 200 always, with the truth in {@code errcode}; knows its access token and renews it. */
final class TokenedLine {

    private static final String BUSY = "-1";
    private static final int TRIES_WHEN_BUSY = 2;
    private static final Duration BACK_OFF = Duration.ofMillis(200);
    private static final Set<String> TOKEN_REFUSED = Set.of("40001", "42001", "40014");
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json", "Accept", "application/json");

    private final ObjectMapper json;
    private final Line line;
    private final AccessToken token;

    /** @param grant how a token is asked for */
    TokenedLine(Line line, ObjectMapper json, ShopClock clock, Grant grant) {
        this.json = json;
        this.line = line;
        this.token = new AccessToken(clock, () -> whileBusy(() -> grantToken(grant), TRIES_WHEN_BUSY));
    }

    /** The call by which a host hands out its access token. */
    record Grant(HttpMethod method, String uri, Map<String, ?> body) {}

    Uni<JsonNode> get(String uri) {
        return whileBusy(() -> call(HttpMethod.GET, uri, new byte[0], this::read), TRIES_WHEN_BUSY);
    }

    /** Posts with the access token; one that WeChat no longer takes is renewed once. */
    Uni<JsonNode> post(String path, Object body) {
        return withToken(HttpMethod.POST, path + "?", bytes(body), this::read);
    }

    /** @param query what goes along with the access token */
    Uni<JsonNode> getWithToken(String path, String query) {
        return withToken(HttpMethod.GET, path + "?" + query + "&", new byte[0], this::read);
    }

    /** The same where the answer is an image when it is good and JSON when it is not. */
    Uni<byte[]> postForImage(String path, Object body) {
        return withToken(HttpMethod.POST, path + "?", bytes(body), this::image);
    }

    private <T> Uni<T> withToken(HttpMethod method, String path, byte[] body, Function<Line.Answer, T> reading) {
        return token.current()
                .chain(first -> with(first, method, path, body, reading)
                        .onFailure(TokenedLine::refusesToken)
                        .recoverWithUni(() ->
                                token.insteadOf(first).chain(second -> with(second, method, path, body, reading))));
    }

    private <T> Uni<T> with(
            String accessToken, HttpMethod method, String path, byte[] body, Function<Line.Answer, T> reading) {
        var uri = path + "access_token=" + encoded(accessToken);
        return whileBusy(() -> call(method, uri, body, reading), TRIES_WHEN_BUSY);
    }

    private Uni<AccessToken.Granted> grantToken(Grant grant) {
        var body = grant.body().isEmpty() ? new byte[0] : bytes(grant.body());
        return call(grant.method(), grant.uri(), body, this::read).map(TokenedLine::toGranted);
    }

    private <T> Uni<T> call(HttpMethod method, String uri, byte[] body, Function<Line.Answer, T> reading) {
        return line.call(method, uri, HEADERS, body).map(reading);
    }

    /** "System busy" is worth two more tries; whatever else was refused is not. */
    private <T> Uni<T> whileBusy(Supplier<Uni<T>> call, int triesLeft) {
        return Uni.createFrom()
                .deferred(call::get)
                .onFailure(failure -> isRefusal(failure, BUSY))
                .recoverWithUni(() -> triesLeft == 0
                        ? Uni.createFrom().failure(new WeChatUnknown("WeChat is busy", null))
                        : line.pause(BACK_OFF.multipliedBy(1L << (TRIES_WHEN_BUSY - triesLeft)))
                                .chain(() -> whileBusy(call, triesLeft - 1)));
    }

    /** A PNG or JPEG by its first bytes: what the header says of the content is not always true. */
    private byte[] image(Line.Answer answer) {
        var body = answer.body();
        if (answer.good() && (beginsWith(body, 0x89, 'P', 'N', 'G') || beginsWith(body, 0xff, 0xd8, 0xff))) {
            return body;
        }
        var _ = read(answer);
        throw new WeChatUnknown("the answer is no image", null);
    }

    private static boolean beginsWith(byte[] body, int... start) {
        for (var at = 0; at < start.length; at++) {
            if (at >= body.length || (body[at] & 0xff) != start[at]) {
                return false;
            }
        }
        return true;
    }

    private JsonNode read(Line.Answer answer) {
        if (!answer.good()) {
            throw new WeChatUnknown("HTTP " + answer.status(), null);
        }
        try {
            var body = json.readTree(answer.body());
            if (body == null || !body.isObject()) {
                throw new WeChatUnknown("the answer is no JSON object", null);
            }
            var code = body.path("errcode").asText("0");
            if (!code.equals("0")) {
                throw new WeChatRefused(code);
            }
            return body;
        } catch (IOException _) {
            throw new WeChatUnknown("the answer is no JSON", null);
        }
    }

    private static AccessToken.Granted toGranted(JsonNode answer) {
        var text = answer.path("access_token").asText("");
        var seconds = answer.path("expires_in").asLong(0);
        if (text.isEmpty() || seconds <= 0) {
            throw new WeChatUnknown("the answer has no token", null);
        }
        return new AccessToken.Granted(text, Duration.ofSeconds(seconds));
    }

    private static boolean refusesToken(Throwable failure) {
        return failure instanceof WeChatRefused refused && TOKEN_REFUSED.contains(refused.code());
    }

    static boolean isRefusal(Throwable failure, String code) {
        return failure instanceof WeChatRefused refused && refused.code().equals(code);
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request must be plain values", e);
        }
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
