package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One-time subscribe messages: one permission of a user for a template is one message, and values have WeChat's shapes. */
final class Messages {
    private static final Pattern TEMPLATE = Pattern.compile("[0-9A-Za-z_-]{1,64}");
    private static final Pattern NAME = Pattern.compile("([a-z_]+?)[0-9]*");

    /** What a value of each kind may look like; a kind that is not here is only asked not to be empty. */
    private static final Map<String, Pattern> KINDS = Map.of(
            "thing", Pattern.compile(".{1,20}", Pattern.DOTALL),
            "number", Pattern.compile("-?[0-9.]{1,32}"),
            "letter", Pattern.compile("[A-Za-z]{1,32}"),
            "character_string", Pattern.compile("[\\x21-\\x7e]{1,32}"),
            "amount", Pattern.compile("[¥￥$]?[0-9]{1,10}(\\.[0-9]{1,2})?元?"),
            "phrase", Pattern.compile("\\p{IsHan}{1,5}"),
            "name", Pattern.compile("\\p{IsHan}{1,10}|[A-Za-z ]{1,20}"),
            "date",
                    Pattern.compile(
                            "[0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|-[0-9]{2}-[0-9]{2})( [0-9]{2}:[0-9]{2}(:[0-9]{2})?)?"),
            "time",
                    Pattern.compile(
                            "([0-9]{4}(年[0-9]{1,2}月[0-9]{1,2}日|-[0-9]{2}-[0-9]{2}) )?[0-9]{2}:[0-9]{2}(:[0-9]{2})?"));

    private final Ledger ledger;
    private final Map<String, Integer> consents = new HashMap<>();
    private final List<JsonNode> sent = new ArrayList<>();

    Messages(Ledger ledger) {
        this.ledger = ledger;
    }

    Answer send(Call call) throws IOException {
        var body = call.json();
        var openid = body.path("touser").asText();
        var template = body.path("template_id").asText();
        if (ledger.memberOf(openid).isEmpty()) {
            throw new MiniRefusal(40003, "invalid openid");
        }
        if (!TEMPLATE.matcher(template).matches()) {
            throw new MiniRefusal(40037, "invalid template_id");
        }
        checkData(body.path("data"));
        if (body.path("page").asText("").startsWith("/")) {
            throw new MiniRefusal(41030, "invalid page");
        }
        useConsent(openid + ' ' + template);
        sent.add(body);
        var told = Json.object();
        told.put("errcode", 0);
        told.put("errmsg", "ok");
        told.put("msgid", 1_000_000 + sent.size());
        return Answer.ok(told);
    }

    private static void checkData(JsonNode data) {
        if (!data.isObject() || data.isEmpty()) {
            throw new MiniRefusal(47003, "argument invalid! data is empty");
        }
        for (var field : data.properties()) {
            var value = field.getValue().path("value").asText("");
            var kind = NAME.matcher(field.getKey());
            var shape = kind.matches() ? KINDS.get(kind.group(1)) : null;
            if (value.isBlank() || (shape != null && !shape.matcher(value).matches())) {
                throw new MiniRefusal(47003, "argument invalid! data." + field.getKey() + ".value invalid");
            }
        }
    }

    private void useConsent(String key) {
        var left = consents.getOrDefault(key, 0);
        if (left == 0) {
            throw new MiniRefusal(43101, "user refuse to accept the msg");
        }
        consents.put(key, left - 1);
    }

    /** The user ticks the box once more for this template. */
    int consent(String openid, String template, int times) {
        return consents.merge(openid + ' ' + template, times, (had, more) -> Math.max(0, had + more));
    }

    /** What was sent, the oldest first; to everybody when no openid is named. */
    List<JsonNode> sent(String openid) {
        return sent.stream()
                .filter(body ->
                        openid.isEmpty() || openid.equals(body.path("touser").asText()))
                .toList();
    }
}
