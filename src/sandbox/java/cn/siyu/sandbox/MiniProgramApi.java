package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The server API of mini-programs: sessions, tokens, phone numbers, QR codes and subscribe messages. */
final class MiniProgramApi {
    private static final Pattern SCENE = Pattern.compile("[0-9A-Za-z!#$&'()*+,/:;=?@\\-._~]{1,32}");
    private static final Set<String> VERSIONS = Set.of("release", "trial", "develop");
    private static final String UNPUBLISHED = "pages/unpublished";

    private final Keys keys;
    private final Ledger ledger;
    private final AccessTokens tokens;
    private final LoginCodes codes;
    private final VirtualClock clock;
    private final Map<String, Integer> consents = new HashMap<>();
    private final List<JsonNode> messages = new ArrayList<>();

    MiniProgramApi(Keys keys, Ledger ledger, AccessTokens tokens, LoginCodes codes, VirtualClock clock) {
        this.keys = keys;
        this.ledger = ledger;
        this.tokens = tokens;
        this.codes = codes;
        this.clock = clock;
    }

    /** An operation of this API, which refuses by an errcode. */
    interface Operation {
        Answer carryOut(Call call) throws IOException;
    }

    static Route.Handler open(Operation operation) {
        return call -> Future.succeededFuture(answer(operation, call));
    }

    /** Lets in only calls with a valid access token. */
    Route.Handler withToken(Operation operation) {
        return open(call -> {
            tokens.check(call.query("access_token"));
            return operation.carryOut(call);
        });
    }

    private static Answer answer(Operation operation, Call call) {
        try {
            return operation.carryOut(call);
        } catch (MiniRefusal refusal) {
            return refusal.answer();
        } catch (IOException malformed) {
            return MiniRefusal.answer(47001, "data format error");
        }
    }

    Answer session(Call call) {
        checkApplication(call.query("appid"), call.query("secret"));
        if (!"authorization_code".equals(call.query("grant_type"))) {
            throw new MiniRefusal(40002, "invalid grant_type");
        }
        var member = ledger.member(codes.login(call.query("js_code")).name());
        ledger.save(member);
        var body = Json.object();
        body.put("session_key", Keys.base64(Keys.random(16)));
        body.put("openid", member.openid());
        if (member.unionid() != null) {
            body.put("unionid", member.unionid());
        }
        return Answer.ok(body);
    }

    Answer token(Call call) throws IOException {
        var body = call.json();
        if (!"client_credential".equals(body.path("grant_type").asText())) {
            throw new MiniRefusal(40002, "invalid grant_type");
        }
        checkApplication(body.path("appid").asText(), body.path("secret").asText());
        var handed = body.path("force_refresh").asBoolean(false) ? tokens.forced() : tokens.stable();
        var told = Json.object();
        told.put("access_token", handed.token());
        told.put("expires_in", handed.expiresIn());
        return Answer.ok(told);
    }

    Answer phone(Call call) throws IOException {
        var body = call.json();
        var code = body.path("code").asText();
        var openid = body.path("openid").asText("");
        var owner = ledger.member(codes.phoneHolder(code).name());
        if (!openid.isEmpty() && !openid.equals(owner.openid())) {
            throw new MiniRefusal(40003, "invalid openid");
        }
        var phone = codes.phone(code).phone();
        var watermark = Json.object();
        watermark.put("timestamp", clock.now().getEpochSecond());
        watermark.put("appid", Keys.APP_ID);
        var info = Json.object();
        info.put("phoneNumber", phone);
        info.put("purePhoneNumber", phone);
        // WeChat writes the country now as a text and now as a number; both must be understood.
        if (phone.charAt(phone.length() - 1) % 2 == 0) {
            info.put("countryCode", "86");
        } else {
            info.put("countryCode", 86);
        }
        info.set("watermark", watermark);
        var told = Json.object();
        told.put("errcode", 0);
        told.put("errmsg", "ok");
        told.set("phone_info", info);
        return Answer.ok(told);
    }

    Answer qrCode(Call call) throws IOException {
        var body = call.json();
        if (!SCENE.matcher(body.path("scene").asText()).matches()) {
            throw new MiniRefusal(40169, "invalid length for scene, or the data is not json string");
        }
        var page = body.path("page").asText("");
        if (page.startsWith("/") || page.contains("?")) {
            throw new MiniRefusal(41030, "invalid page");
        }
        if (body.path("check_path").asBoolean(true) && page.startsWith(UNPUBLISHED)) {
            throw new MiniRefusal(41030, "invalid page");
        }
        var width = body.path("width").asInt(430);
        if (width < 280
                || width > 1280
                || !VERSIONS.contains(body.path("env_version").asText("release"))) {
            throw new MiniRefusal(40097, "invalid args");
        }
        return new Answer(
                200,
                "image/png",
                Buffer.buffer(Picture.of(page + '?' + body.path("scene").asText(), width)));
    }

    Answer message(Call call) throws IOException {
        var body = call.json();
        var openid = body.path("touser").asText();
        var template = body.path("template_id").asText();
        if (ledger.memberOf(openid).isEmpty()) {
            throw new MiniRefusal(40003, "invalid openid");
        }
        if (template.isEmpty()) {
            throw new MiniRefusal(40037, "invalid template_id");
        }
        if (!body.path("data").isObject()) {
            throw new MiniRefusal(47003, "argument invalid! data is empty");
        }
        if (body.path("page").asText("").startsWith("/")) {
            throw new MiniRefusal(41030, "invalid page");
        }
        useConsent(openid + ' ' + template);
        messages.add(body);
        var told = Json.object();
        told.put("errcode", 0);
        told.put("errmsg", "ok");
        told.put("msgid", 1_000_000 + messages.size());
        return Answer.ok(told);
    }

    private void useConsent(String key) {
        var left = consents.getOrDefault(key, 0);
        if (left == 0) {
            throw new MiniRefusal(43101, "user refuse to accept the msg");
        }
        consents.put(key, left - 1);
    }

    /** The user ticks the box once more for this template. */
    void consent(String openid, String template, int times) {
        var _ = consents.merge(openid + ' ' + template, times, Integer::sum);
    }

    List<JsonNode> messages() {
        return List.copyOf(messages);
    }

    private void checkApplication(String appid, String secret) {
        if (!Keys.APP_ID.equals(appid)) {
            throw new MiniRefusal(40013, "invalid appid");
        }
        if (!keys.appSecret().equals(secret)) {
            throw new MiniRefusal(40125, "invalid appsecret");
        }
    }
}
