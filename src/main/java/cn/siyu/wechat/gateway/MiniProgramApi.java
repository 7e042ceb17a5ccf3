package cn.siyu.wechat.gateway;

import static cn.siyu.wechat.gateway.MiniLine.encoded;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.wechat.MiniProgram;
import cn.siyu.wechat.WeChatUnknown;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Signing in and phone numbers. */
@Singleton
class MiniProgramApi implements MiniProgram {

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Pattern PHONE = Pattern.compile("[0-9]{5,20}");
    private static final Pattern OPENID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

    private final WeChatSettings settings;
    private final ShopClock clock;
    private final MiniLine line;

    @Inject
    MiniProgramApi(WeChatSettings settings, ShopClock clock, MiniLine line) {
        this.settings = settings;
        this.clock = clock;
        this.line = line;
    }

    @Override
    public Uni<Login> login(String code) {
        var uri = "/sns/jscode2session?appid=" + encoded(settings.appId()) + "&secret=" + encoded(settings.appSecret())
                + "&js_code=" + encoded(code) + "&grant_type=authorization_code";
        return line.get(uri).map(MiniProgramApi::toLogin);
    }

    @Override
    public Uni<String> phoneNumber(String code, String openid) {
        return line.post("/wxa/business/getuserphonenumber", Map.of("code", code, "openid", openid))
                .map(this::toPhone);
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
}
