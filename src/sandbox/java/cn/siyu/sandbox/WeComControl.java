package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The strings behind WeCom's stage: who works there, who adds whom, who says no, and what is called out. */
final class WeComControl {
    private final WeComBook book;
    private final WeComApi api;
    private final WeComCalls calls;
    private final VirtualClock clock;

    WeComControl(WeComBook book, WeComApi api, WeComCalls calls, VirtualClock clock) {
        this.book = book;
        this.api = api;
        this.calls = calls;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                ControlApi.route("POST", "/wecom/staff", this::staff),
                ControlApi.route("GET", "/wecom/staff/{}", this::see),
                ControlApi.route("POST", "/wecom/contacts", this::contacts),
                ControlApi.route("POST", "/wecom/contacts/{}/refuse", this::refuse),
                ControlApi.route("POST", "/wecom/chats", this::chats),
                ControlApi.route("POST", "/wecom/tokens/revoke", this::revoke),
                ControlApi.route("POST", "/wecom/callback-url", this::callbackUrl),
                ControlApi.route(
                        "POST",
                        "/wecom/greet",
                        call -> calls.greet(call.json().path("text").asText())),
                ControlApi.route("POST", "/wecom/events", this::event));
    }

    private Object staff(Call call) throws IOException {
        var body = call.json();
        var resigned = body.path("resignedAt").asText("");
        book.employ(new WeComBook.Staff(
                ControlApi.required(body, "userid"),
                resigned.isEmpty() ? null : Instant.parse(resigned),
                body.path("full").asBoolean(false)));
        return Json.object();
    }

    private Object see(Call call) {
        var told = Json.object();
        told.set("contacts", Json.tree(book.of(call.name()).keySet()));
        told.put("mostPasses", book.mostPasses(call.name()));
        told.set(
                "chats",
                Json.tree(book.chatsOf(call.name()).stream()
                        .map(WeComBook.Chat::chatId)
                        .toList()));
        return told;
    }

    /** One by its id, or {@code count} of them with a number behind it. */
    private Object contacts(Call call) throws IOException {
        var body = call.json();
        var userid = ControlApi.required(body, "userid");
        var id = ControlApi.required(body, "externalUserid");
        var unionid = body.path("unionid").asText("");
        var state = body.path("state").asText("");
        for (var name : names(id, body.path("count").asInt(0))) {
            var known = unionid.isEmpty() ? null : unionid + name.substring(id.length());
            book.add(userid, name, known, state, clock.now());
        }
        return Json.object();
    }

    private Object refuse(Call call) {
        book.unwilling(call.name());
        return Json.object();
    }

    private Object chats(Call call) throws IOException {
        var body = call.json();
        var id = ControlApi.required(body, "chatId");
        for (var name : names(id, body.path("count").asInt(0))) {
            book.open(new WeComBook.Chat(
                    name,
                    body.path("name").asText("群"),
                    ControlApi.required(body, "owner"),
                    clock.now(),
                    seats(body.path("members"))));
        }
        return Json.object();
    }

    private List<WeComBook.Seat> seats(JsonNode members) {
        var seats = new ArrayList<WeComBook.Seat>();
        for (var member : members) {
            var unionid = member.path("unionid").asText("");
            var joined = member.path("joinedAt").asText("");
            seats.add(new WeComBook.Seat(
                    ControlApi.required(member, "userid"),
                    member.path("external").asBoolean(true),
                    unionid.isEmpty() ? null : unionid,
                    joined.isEmpty() ? clock.now() : Instant.parse(joined),
                    member.path("scene").asInt(3),
                    member.path("state").asText("")));
        }
        return seats;
    }

    private static List<String> names(String id, int count) {
        if (count == 0) {
            return List.of(id);
        }
        var names = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            names.add(id + "%05d".formatted(i));
        }
        return names;
    }

    private Object revoke(Call call) {
        api.revoke();
        return Json.object();
    }

    private Object callbackUrl(Call call) throws IOException {
        calls.to(call.json().path("url").asText(""));
        return Json.object();
    }

    /** Calls out an event with the fields that are given, {@code copies} times at once; answers the statuses. */
    private Object event(Call call) throws IOException {
        var body = call.json();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ToUserName", Keys.CORP_ID);
        fields.put("FromUserName", "sys");
        fields.put("CreateTime", String.valueOf(clock.now().getEpochSecond()));
        fields.put("MsgType", "event");
        body.path("fields")
                .properties()
                .forEach(each -> fields.put(each.getKey(), each.getValue().asText()));
        var mode = WeComCalls.Mode.valueOf(body.path("mode").asText("NORMAL"));
        var sendings = new ArrayList<Future<Integer>>();
        for (var copy = 0; copy < Math.clamp(body.path("copies").asInt(1), 1, 50); copy++) {
            sendings.add(calls.tell(fields, mode));
        }
        return Future.join(sendings).map(all -> {
            var told = Json.object();
            told.set("statuses", Json.tree(all.<Integer>list()));
            return told;
        });
    }
}
