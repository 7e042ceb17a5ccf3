package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Codes by which customers join chats. */
final class WeComJoinWays {
    private static final int LONGEST_STATE = 30;
    private static final int MOST_CHATS = 5;

    private final WeComBook book;
    private final Map<String, JsonNode> joinWays = new HashMap<>();

    WeComJoinWays(WeComBook book) {
        this.book = book;
    }

    Answer add(Call call) throws IOException {
        var body = call.json();
        var chats = body.path("chat_id_list");
        var sound = !chats.isEmpty()
                && chats.size() <= MOST_CHATS
                && body.path("state").asText("").length() <= LONGEST_STATE
                && chats.valueStream().allMatch(chat -> book.chat(chat.asText()).isPresent());
        if (!sound) {
            throw new MiniRefusal(40058, "invalid request parameter");
        }
        var config = Keys.hex(16);
        joinWays.put(config, body);
        return WeComApi.ok(Json.object().put("config_id", config));
    }

    Answer get(Call call) throws IOException {
        var config = call.json().path("config_id").asText();
        var kept = joinWays.get(config);
        if (kept == null) {
            throw new MiniRefusal(41044, "invalid config_id");
        }
        var told = Json.object();
        told.putObject("join_way")
                .put("config_id", config)
                .put("qr_code", "https://wework.qpic.cn/sandbox/" + config)
                .put("state", kept.path("state").asText(""));
        return WeComApi.ok(told);
    }
}
