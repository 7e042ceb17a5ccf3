package cn.siyu.sandbox;

import cn.siyu.sandbox.PayRefusal.Code;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.regex.Pattern;

/** What WeChat Pay lets through in a field: lengths, alphabets, amounts and addresses. */
final class PayRules {
    static final Pattern OUT_TRADE_NO = Pattern.compile("[0-9A-Za-z_\\-|*]{6,32}");
    static final Pattern OUT_REFUND_NO = Pattern.compile("[0-9A-Za-z_\\-|*@]{1,64}");
    static final Pattern OUT_BILL_NO = Pattern.compile("[0-9A-Za-z]{1,32}");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private PayRules() {}

    static JsonNode body(Call call) {
        try {
            return call.json();
        } catch (IOException malformed) {
            throw new PayRefusal(Code.PARAM_ERROR, "请求体不是合法的JSON");
        }
    }

    static String text(JsonNode body, String pointer, int longest) {
        var field = body.at(pointer);
        if (!field.isTextual() || field.asText().isEmpty() || length(field) > longest) {
            throw wrong(pointer);
        }
        return field.asText();
    }

    static void optionalText(JsonNode body, String pointer, int longest) {
        var field = body.at(pointer);
        if (!field.isMissingNode() && (!field.isTextual() || length(field) > longest)) {
            throw wrong(pointer);
        }
    }

    static String number(JsonNode body, String pointer, Pattern shape) {
        var value = text(body, pointer, 64);
        if (!shape.matcher(value).matches()) {
            throw wrong(pointer);
        }
        return value;
    }

    static long fen(JsonNode body, String pointer) {
        var field = body.at(pointer);
        if (!field.isIntegralNumber() || !field.canConvertToInt() || field.asLong() < 1) {
            throw wrong(pointer);
        }
        return field.asLong();
    }

    /** Real WeChat wants https and no query; plain http is let through to the same machine only. */
    static void notifyUrl(JsonNode body, String pointer) {
        var address = text(body, pointer, 255);
        try {
            var uri = URI.create(address);
            var host = String.valueOf(uri.getHost());
            var secure = "https".equals(uri.getScheme());
            var near = "http".equals(uri.getScheme()) && LOOPBACK.contains(host);
            if (uri.getHost() == null || uri.getRawQuery() != null || !(secure || near)) {
                throw wrong(pointer);
            }
        } catch (IllegalArgumentException malformed) {
            throw wrong(pointer);
        }
    }

    static void merchant(String mchid) {
        if (!Keys.MCH_ID.equals(mchid)) {
            throw new PayRefusal(Code.MCH_NOT_EXISTS, "商户号不存在");
        }
    }

    static PayRefusal wrong(String pointer) {
        return new PayRefusal(Code.PARAM_ERROR, "参数错误：" + pointer);
    }

    private static int length(JsonNode field) {
        return field.asText().codePointCount(0, field.asText().length());
    }
}
