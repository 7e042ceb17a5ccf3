package cn.siyu.sandbox;

import io.vertx.core.Future;
import java.io.IOException;

/** The server API of mini-programs: sessions, tokens and phone numbers. */
final class MiniProgramApi {
    private final Keys keys;
    private final Ledger ledger;
    private final AccessTokens tokens;
    private final LoginCodes codes;
    private final VirtualClock clock;

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

    private void checkApplication(String appid, String secret) {
        if (!Keys.APP_ID.equals(appid)) {
            throw new MiniRefusal(40013, "invalid appid");
        }
        if (!keys.appSecret().equals(secret)) {
            throw new MiniRefusal(40125, "invalid appsecret");
        }
    }
}
