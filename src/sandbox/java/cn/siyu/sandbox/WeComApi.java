package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/** The server API of WeCom as far as customers and chats are concerned, with its limits. */
final class WeComApi {
    private static final int MOST_AT_ONCE = 100;
    private static final int MOST_RESULTS = 1_000;

    private final Keys keys;
    private final WeComBook book;
    private final AccessTokens tokens;
    private final WeComJoinWays joinWays;

    WeComApi(Keys keys, WeComBook book, VirtualClock clock) {
        this.keys = keys;
        this.book = book;
        this.tokens = new AccessTokens(clock);
        this.joinWays = new WeComJoinWays(book);
    }

    List<Route> routes() {
        var customers = "/cgi-bin/externalcontact";
        var chats = customers + "/groupchat";
        return List.of(
                route("wecom-token", "GET", "/cgi-bin/gettoken", MiniProgramApi.open(this::token)),
                route("contact-list", "GET", customers + "/list", guarded(this::list)),
                route("contact-get", "GET", customers + "/get", guarded(this::get)),
                route("contact-batch", "POST", customers + "/batch/get_by_user", guarded(this::batch)),
                route("contact-unassigned", "POST", customers + "/get_unassigned_list", guarded(this::unassigned)),
                route("chat-list", "POST", chats + "/list", guarded(this::chats)),
                route("chat-get", "POST", chats + "/get", guarded(this::chat)),
                route("customer-transfer", "POST", customers + "/transfer_customer", guarded(c -> pass(c, false))),
                route("customer-result", "POST", customers + "/transfer_result", guarded(c -> passed(c, false))),
                route(
                        "resigned-transfer",
                        "POST",
                        customers + "/resigned/transfer_customer",
                        guarded(c -> pass(c, true))),
                route(
                        "resigned-result",
                        "POST",
                        customers + "/resigned/transfer_result",
                        guarded(c -> passed(c, true))),
                route("chat-transfer", "POST", chats + "/onjob_transfer", guarded(c -> passChats(c, false))),
                route("resigned-chat-transfer", "POST", chats + "/transfer", guarded(c -> passChats(c, true))),
                route("join-way", "POST", chats + "/add_join_way", guarded(joinWays::add)),
                route("join-way-get", "POST", chats + "/get_join_way", guarded(joinWays::get)));
    }

    private static Route route(String endpoint, String method, String template, Route.Handler handler) {
        return Route.of(Route.Side.MINI_PROGRAM, endpoint, method, template, handler);
    }

    private Route.Handler guarded(MiniProgramApi.Operation operation) {
        return MiniProgramApi.open(call -> {
            tokens.check(call.query("access_token"));
            return operation.carryOut(call);
        });
    }

    void revoke() {
        tokens.revoke();
    }

    private Answer token(Call call) {
        if (!Keys.CORP_ID.equals(call.query("corpid"))) {
            throw new MiniRefusal(40013, "invalid corpid");
        }
        if (!keys.corpSecret().equals(call.query("corpsecret"))) {
            throw new MiniRefusal(40001, "invalid credential");
        }
        var handed = tokens.stable();
        return ok(Json.object().put("access_token", handed.token()).put("expires_in", handed.expiresIn()));
    }

    private Answer list(Call call) {
        var told = Json.object();
        var ids = told.putArray("external_userid");
        employed(call.query("userid")).keySet().forEach(ids::add);
        return ok(told);
    }

    private Answer get(Call call) {
        var external = call.query("external_userid");
        if (!book.known(external)) {
            throw new MiniRefusal(84061, "not external contact");
        }
        var told = Json.object();
        told.set("external_contact", person(external));
        var follows = told.putArray("follow_user");
        book.followersOf(external).forEach(userid -> follows.add(follow(userid, external)));
        return ok(told);
    }

    private Answer batch(Call call) throws IOException {
        var body = call.json();
        var limit = body.path("limit").asInt(50);
        var users = body.path("userid_list");
        if (limit > MOST_AT_ONCE || users.size() != 1) {
            throw new MiniRefusal(40058, "invalid request parameter");
        }
        var userid = users.get(0).asText();
        var from = body.path("cursor").asText("");
        var told = Json.object();
        var contacts = told.putArray("external_contact_list");
        var last = "";
        for (var external : employed(userid).tailMap(from, false).keySet()) {
            if (contacts.size() == limit) {
                told.put("next_cursor", last);
                break;
            }
            var one = contacts.addObject();
            one.set("external_contact", person(external));
            one.set("follow_info", follow(userid, external));
            last = external;
        }
        return ok(told);
    }

    private Answer unassigned(Call call) throws IOException {
        var body = call.json();
        var from = body.path("cursor").asInt(0);
        var size = Math.min(body.path("page_size").asInt(MOST_RESULTS), MOST_RESULTS);
        var all = book.unassigned();
        var told = Json.object();
        var info = told.putArray("info");
        for (var each : all.subList(Math.min(from, all.size()), Math.min(from + size, all.size()))) {
            info.addObject().put("handover_userid", each.userid()).put("external_userid", each.external());
        }
        told.put("is_last", from + size >= all.size());
        told.put("next_cursor", from + size < all.size() ? String.valueOf(from + size) : "");
        return ok(told);
    }

    private TreeMap<String, WeComBook.Follow> employed(String userid) {
        if (book.staff(userid).isEmpty()) {
            throw new MiniRefusal(84061, "not external contact");
        }
        return book.of(userid);
    }

    private ObjectNode person(String external) {
        var told = Json.object();
        told.put("external_userid", external).put("name", "客户").put("type", 1);
        var unionid = book.unionid(external);
        return unionid == null ? told : told.put("unionid", unionid);
    }

    private ObjectNode follow(String userid, String external) {
        var follow = book.of(userid).get(external);
        return Json.object()
                .put("userid", userid)
                .put("createtime", follow == null ? 0 : follow.since().getEpochSecond())
                .put("state", follow == null ? "" : follow.state());
    }

    private Answer chats(Call call) throws IOException {
        var body = call.json();
        var told = Json.object();
        var list = told.putArray("group_chat_list");
        for (var owner : body.path("owner_filter").path("userid_list")) {
            book.chatsOf(owner.asText())
                    .forEach(chat ->
                            list.addObject().put("chat_id", chat.chatId()).put("status", 0));
        }
        return ok(told);
    }

    private Answer chat(Call call) throws IOException {
        var chat = book.chat(call.json().path("chat_id").asText())
                .orElseThrow(() -> new MiniRefusal(90501, "chat is not external group chat"));
        var told = Json.object();
        var group = told.putObject("group_chat");
        group.put("chat_id", chat.chatId()).put("name", chat.name()).put("owner", chat.owner());
        group.put("create_time", chat.createdAt().getEpochSecond());
        var members = group.putArray("member_list");
        for (var seat : chat.seats()) {
            var one = members.addObject();
            one.put("userid", seat.userid()).put("type", seat.external() ? 2 : 1);
            one.put("join_time", seat.joinedAt().getEpochSecond()).put("join_scene", seat.scene());
            one.put("state", seat.state());
            if (seat.unionid() != null) {
                one.put("unionid", seat.unionid());
            }
        }
        return ok(told);
    }

    private Answer pass(Call call, boolean resigned) throws IOException {
        var body = call.json();
        var customers = body.path("external_userid");
        if (customers.isEmpty() || customers.size() > MOST_AT_ONCE) {
            throw new MiniRefusal(40058, "external_userid exceeds the limit of 100");
        }
        var between = between(body, resigned);
        var left = book.staff(between.from()).map(WeComBook.Staff::resignedAt).orElse(null);
        if (resigned && left == null) {
            throw new MiniRefusal(40097, "handover user is not resigned");
        }
        var told = Json.object();
        var list = told.putArray("customer");
        for (var external : customers) {
            list.addObject()
                    .put("external_userid", external.asText())
                    .put("errcode", book.pass(between, external.asText()));
        }
        return ok(told);
    }

    private Answer passed(Call call, boolean resigned) throws IOException {
        var body = call.json();
        var from = body.path("cursor").asInt(0);
        var all = List.copyOf(book.passings(between(body, resigned)).entrySet());
        var told = Json.object();
        var list = told.putArray("customer");
        for (var each : all.subList(Math.min(from, all.size()), Math.min(from + MOST_RESULTS, all.size()))) {
            var one = list.addObject();
            one.put("external_userid", each.getKey())
                    .put("status", each.getValue().status());
            one.put("takeover_time", takenAt(each.getValue()));
        }
        told.put("next_cursor", from + MOST_RESULTS < all.size() ? String.valueOf(from + MOST_RESULTS) : "");
        return ok(told);
    }

    private static long takenAt(WeComBook.Passing passing) {
        Instant at = passing.since();
        return passing.status() == 1 ? at.getEpochSecond() : 0;
    }

    private WeComBook.Between between(JsonNode body, boolean resigned) {
        var to = body.path("takeover_userid").asText();
        if (book.staff(to).filter(one -> one.resignedAt() == null).isEmpty()) {
            throw new MiniRefusal(40098, "takeover user is not active");
        }
        return new WeComBook.Between(body.path("handover_userid").asText(), to, resigned);
    }

    private Answer passChats(Call call, boolean resigned) throws IOException {
        var body = call.json();
        var chats = body.path("chat_id_list");
        var to = body.path("new_owner").asText();
        if (chats.isEmpty() || chats.size() > MOST_AT_ONCE) {
            throw new MiniRefusal(40058, "chat_id_list exceeds the limit of 100");
        }
        if (book.staff(to).filter(one -> one.resignedAt() == null).isEmpty()) {
            throw new MiniRefusal(40098, "new owner is not active");
        }
        var told = Json.object();
        var failed = told.putArray("failed_chat_list");
        for (var chat : chats) {
            var code = book.passChat(chat.asText(), to, resigned);
            if (code != 0) {
                failed.addObject()
                        .put("chat_id", chat.asText())
                        .put("errcode", code)
                        .put("errmsg", "refused");
            }
        }
        return ok(told);
    }

    static Answer ok(ObjectNode told) {
        return Answer.ok(told.put("errcode", 0).put("errmsg", "ok"));
    }
}
