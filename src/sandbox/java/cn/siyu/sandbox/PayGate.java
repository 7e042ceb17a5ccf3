package cn.siyu.sandbox;

import cn.siyu.sandbox.PayRefusal.Code;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The door of WeChat Pay v3: lets in only requests that the merchant signed, byte for byte, a short while ago. */
final class PayGate {
    private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048 ";
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Pattern PART = Pattern.compile("\\s*([a-z_]+)=\"([^\"]*)\"\\s*(,|$)");

    private final Keys keys;
    private final VirtualClock clock;

    PayGate(Keys keys, VirtualClock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** An operation of WeChat Pay behind the door. */
    interface Operation {
        Answer carryOut(Call call);
    }

    Route.Handler guard(Operation operation) {
        return call -> Future.succeededFuture(answer(operation, call));
    }

    private Answer answer(Operation operation, Call call) {
        try {
            checkHeaders(call);
            checkSignature(call);
            return operation.carryOut(call);
        } catch (PayRefusal refusal) {
            return refusal.answer();
        }
    }

    private void checkHeaders(Call call) {
        var accept = call.header("Accept");
        if (blank(call.header("User-Agent")) || blank(accept)) {
            throw new PayRefusal(Code.PARAM_ERROR, "Http头缺少Accept或User-Agent");
        }
        if (!String.valueOf(accept).contains("application/json")
                && !String.valueOf(accept).contains("*/*")) {
            throw new PayRefusal(Code.PARAM_ERROR, "Accept不支持应答application/json");
        }
        if (call.method().equals("POST")
                && !String.valueOf(call.header("Content-Type")).startsWith("application/json")) {
            throw new PayRefusal(Code.PARAM_ERROR, "Content-Type不是application/json");
        }
        var platformSerial = call.header("Wechatpay-Serial");
        if (platformSerial != null && !keys.platform().has(platformSerial)) {
            throw new PayRefusal(Code.PARAM_ERROR, "Wechatpay-Serial不是有效的平台证书序列号或公钥ID");
        }
    }

    private void checkSignature(Call call) {
        var parts = parts(String.valueOf(call.header("Authorization")));
        if (!Keys.MCH_ID.equals(parts.get("mchid")) || !keys.mchSerial().equals(parts.get("serial_no"))) {
            throw new PayRefusal(Code.SIGN_ERROR, "商户号或商户证书序列号有误");
        }
        var timestamp = parts.getOrDefault("timestamp", "");
        if (!fresh(timestamp)) {
            throw new PayRefusal(Code.SIGN_ERROR, "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟");
        }
        var message = call.method()
                + '\n'
                + call.uri()
                + '\n'
                + timestamp
                + '\n'
                + parts.getOrDefault("nonce_str", "")
                + '\n'
                + exactText(call.body().getBytes())
                + '\n';
        if (!keys.signedByMerchant(message, parts.getOrDefault("signature", ""))) {
            throw new PayRefusal(Code.SIGN_ERROR, "签名错误，请检查后再试");
        }
    }

    private static Map<String, String> parts(String authorization) {
        if (!authorization.startsWith(SCHEME)) {
            throw new PayRefusal(Code.SIGN_ERROR, "Http头Authorization值格式错误");
        }
        var parts = new HashMap<String, String>();
        var match = PART.matcher(authorization).region(SCHEME.length(), authorization.length());
        while (match.lookingAt()) {
            if (parts.put(match.group(1), match.group(2)) != null) {
                throw new PayRefusal(Code.SIGN_ERROR, "Http头Authorization值格式错误");
            }
            match.region(match.end(), authorization.length());
        }
        if (match.regionStart() != authorization.length() || blank(parts.get("nonce_str"))) {
            throw new PayRefusal(Code.SIGN_ERROR, "Http头Authorization值格式错误");
        }
        return parts;
    }

    private boolean fresh(String timestamp) {
        if (!timestamp.matches("[0-9]{1,12}")) {
            return false;
        }
        var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(sent, clock.now()).abs().compareTo(FRESH) <= 0;
    }

    /** The official library signs a text; bytes that are no UTF-8 would not survive the way there and back. */
    private static String exactText(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new PayRefusal(Code.PARAM_ERROR, "请求体不是UTF-8编码");
        }
    }

    private static boolean blank(@Nullable String value) {
        return value == null || value.isBlank();
    }
}
