package cn.siyu.wechat.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.wechat.MiniProgram;
import cn.siyu.wechat.WeChatRefused;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code api.weixin.qq.com}: HTTP 200 always, the truth is in {@code errcode}. */
@ApplicationScoped
class MiniProgramApi implements MiniProgram {

    private static final String BUSY = "-1";
    private static final int TRIES_WHEN_BUSY = 2;
    private static final Duration BACK_OFF = Duration.ofMillis(200);
    private static final Set<String> TOKEN_REFUSED = Set.of("40001", "42001", "40014");
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Pattern PHONE = Pattern.compile("[0-9]{5,20}");
    private static final Pattern OPENID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    private final WeChatSettings settings;
    private final ObjectMapper json;
    private final ShopClock clock;
    private final Line line;
    private final AccessToken token;

    @Inject
    MiniProgramApi(WeChatSettings settings, ObjectMapper json, ShopClock clock, Vertx vertx) {
        this.settings = settings;
        this.json = json;
        this.clock = clock;
        this.line = new Line(vertx, settings.apiUrl());
        this.token = new AccessToken(clock, () -> whileBusy(this::grantToken, TRIES_WHEN_BUSY));
    }

    @Override
    public Uni<Login> login(String code) {
        var uri = "/sns/jscode2session?appid=" + encoded(settings.appId()) + "&secret=" + encoded(settings.appSecret())
                + "&js_code=" + encoded(code) + "&grant_type=authorization_code";
        return whileBusy(() -> ask(HttpMethod.GET, uri, new byte[0]), TRIES_WHEN_BUSY)
                .map(MiniProgramApi::toLogin);
    }

    @Override
    public Uni<String> phoneNumber(String code, String openid) {
        var body = bytes(Map.of("code", code, "openid", openid));
        return token.current()
                .chain(first -> askForPhone(first, body)
                        .onFailure(MiniProgramApi::refusesToken)
                        .recoverWithUni(() -> token.insteadOf(first).chain(second -> askForPhone(second, body))))
                .map(this::toPhone);
    }

    private Uni<JsonNode> askForPhone(String accessToken, byte[] body) {
        var uri = "/wxa/business/getuserphonenumber?access_token=" + encoded(accessToken);
        return whileBusy(() -> ask(HttpMethod.POST, uri, body), TRIES_WHEN_BUSY);
    }

    private Uni<AccessToken.Granted> grantToken() {
        var body = bytes(Map.of(
                "grant_type",
                "client_credential",
                "appid",
                settings.appId(),
                "secret",
                settings.appSecret(),
                "force_refresh",
                false));
        return ask(HttpMethod.POST, "/cgi-bin/stable_token", body).map(MiniProgramApi::toGranted);
    }

    private Uni<JsonNode> ask(HttpMethod method, String uri, byte[] body) {
        return line.call(method, uri, Map.of("Content-Type", "application/json", "Accept", "application/json"), body)
                .map(this::read);
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

    private static Login toLogin(JsonNode answer) {
        var openid = answer.path("openid").asText("");
        if (!OPENID.matcher(openid).matches()) {
            throw new WeChatUnknown("the answer has no openid", null);
        }
        var unionid = answer.path("unionid").asText("");
        return new Login(
                openid, Optional.of(unionid).filter(text -> OPENID.matcher(text).matches()));
    }

    private static AccessToken.Granted toGranted(JsonNode answer) {
        var text = answer.path("access_token").asText("");
        var seconds = answer.path("expires_in").asLong(0);
        if (text.isEmpty() || seconds <= 0) {
            throw new WeChatUnknown("the answer has no token", null);
        }
        return new AccessToken.Granted(text, Duration.ofSeconds(seconds));
    }

    /** The watermark says for whom and when the number was given: another's or an old one is not believed. */
    private String toPhone(JsonNode answer) {
        var info = answer.path("phone_info");
        var mark = info.path("watermark");
        var given = Instant.ofEpochSecond(mark.path("timestamp").asLong(0));
        var phone = info.path("purePhoneNumber").asText("");
        if (!settings.appId().equals(mark.path("appid").asText())
                || Duration.between(given, clock.instant()).abs().compareTo(FRESH) > 0
                || !PHONE.matcher(phone).matches()) {
            throw new WeChatUnknown("the phone number is not for this shop or not fresh", null);
        }
        return phone;
    }

    private static boolean refusesToken(Throwable failure) {
        return failure instanceof WeChatRefused refused && TOKEN_REFUSED.contains(refused.code());
    }

    private static boolean isRefusal(Throwable failure, String code) {
        return failure instanceof WeChatRefused refused && refused.code().equals(code);
    }

    private byte[] bytes(Map<String, ?> body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a request must be plain values", e);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }
}
