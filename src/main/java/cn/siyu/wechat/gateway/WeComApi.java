package cn.siyu.wechat.gateway;

import cn.siyu.wechat.WeChatUnknown;
import cn.siyu.wechat.WeCom;
import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Contacts, chats and transfers as WeCom speaks of them. */
@Singleton
class WeComApi implements WeCom {

    private static final String CUSTOMERS = "/cgi-bin/externalcontact";
    private static final String CHATS = CUSTOMERS + "/groupchat";
    private static final int MOST_LISTED = 1_000;
    private static final int MOST_OF_A_JOIN_WAY = 5;
    private static final int LONGEST_STATE = 30;

    private static final int BY_QR_CODE = 2;

    private static final int A_CUSTOMER = 2;

    /** What WeCom says of one who has no customers. */
    private static final String NOBODY = "84061";

    private final WeComLine line;

    @Inject
    WeComApi(WeComLine line) {
        this.line = line;
    }

    @Override
    public boolean configured() {
        return line.there();
    }

    @Override
    public Uni<List<String>> contacts(String userId) {
        return line.get(CUSTOMERS + "/list", "userid", userId)
                .map(answer -> texts(answer.path("external_userid")))
                .onFailure(failure -> TokenedLine.isRefusal(failure, NOBODY))
                .recoverWithItem(List.of());
    }

    @Override
    public Uni<List<Contact>> contact(String externalUserId) {
        return line.get(CUSTOMERS + "/get", "external_userid", externalUserId).map(answer -> {
            var person = answer.path("external_contact");
            return answer.path("follow_user")
                    .valueStream()
                    .map(follow -> toContact(person, follow))
                    .toList();
        });
    }

    @Override
    public Uni<Some<Contact>> contactsOf(String userId, String from) {
        var body = Map.of("userid_list", List.of(userId), "cursor", from, "limit", MOST_AT_ONCE);
        return line.post(CUSTOMERS + "/batch/get_by_user", body)
                .map(answer -> new Some<>(
                        answer.path("external_contact_list")
                                .valueStream()
                                .map(each -> toContact(each.path("external_contact"), each.path("follow_info")))
                                .toList(),
                        answer.path("next_cursor").asText("")))
                .onFailure(failure -> TokenedLine.isRefusal(failure, NOBODY))
                .recoverWithItem(new Some<>(List.of(), ""));
    }

    @Override
    public Uni<Some<Unassigned>> unassigned(String from) {
        return line.post(CUSTOMERS + "/get_unassigned_list", Map.of("cursor", from, "page_size", MOST_LISTED))
                .map(answer -> new Some<>(
                        answer.path("info")
                                .valueStream()
                                .map(each ->
                                        new Unassigned(text(each, "handover_userid"), text(each, "external_userid")))
                                .toList(),
                        answer.path("next_cursor").asText("")));
    }

    @Override
    public Uni<Some<String>> chats(String ownerUserId, String from) {
        var body = Map.of(
                "status_filter",
                0,
                "owner_filter",
                Map.of("userid_list", List.of(ownerUserId)),
                "cursor",
                from,
                "limit",
                MOST_LISTED);
        return line.post(CHATS + "/list", body)
                .map(answer -> new Some<>(
                        answer.path("group_chat_list")
                                .valueStream()
                                .map(each -> text(each, "chat_id"))
                                .toList(),
                        answer.path("next_cursor").asText("")));
    }

    @Override
    public Uni<Chat> chat(String chatId) {
        return line.post(CHATS + "/get", Map.of("chat_id", chatId, "need_name", 1))
                .map(answer -> toChat(answer.path("group_chat")));
    }

    @Override
    public Uni<List<Handed>> passCustomers(String from, String to, List<String> externalUserIds, boolean resigned) {
        must("customers", !externalUserIds.isEmpty() && externalUserIds.size() <= MOST_AT_ONCE);
        var body = Map.of("handover_userid", from, "takeover_userid", to, "external_userid", externalUserIds);
        return line.post(CUSTOMERS + (resigned ? "/resigned" : "") + "/transfer_customer", body)
                .map(answer -> handed(answer.path("customer"), "external_userid"));
    }

    @Override
    public Uni<Some<Passed>> passed(String from, String to, String cursor, boolean resigned) {
        var body = Map.of("handover_userid", from, "takeover_userid", to, "cursor", cursor);
        return line.post(CUSTOMERS + (resigned ? "/resigned" : "") + "/transfer_result", body)
                .map(answer -> new Some<>(
                        answer.path("customer")
                                .valueStream()
                                .map(WeComApi::toPassed)
                                .toList(),
                        answer.path("next_cursor").asText("")));
    }

    @Override
    public Uni<List<Handed>> passChats(List<String> chatIds, String to, boolean resigned) {
        must("chats", !chatIds.isEmpty() && chatIds.size() <= MOST_AT_ONCE);
        return line.post(
                        CHATS + (resigned ? "/transfer" : "/onjob_transfer"),
                        Map.of("chat_id_list", chatIds, "new_owner", to))
                .map(answer -> handed(answer.path("failed_chat_list"), "chat_id"));
    }

    @Override
    public Uni<JoinCode> joinWay(JoinWay way) {
        must("chats", !way.chats().isEmpty() && way.chats().size() <= MOST_OF_A_JOIN_WAY);
        must("state", way.state().length() <= LONGEST_STATE);
        var body = Map.of(
                "scene",
                BY_QR_CODE,
                "chat_id_list",
                way.chats(),
                "state",
                way.state(),
                "auto_create_room",
                way.autoCreate() ? 1 : 0,
                "room_base_name",
                way.baseName().orElse(""),
                "room_base_id",
                way.baseNumber());
        return line.post(CHATS + "/add_join_way", body)
                .map(answer -> text(answer, "config_id"))
                .chain(config -> line.post(CHATS + "/get_join_way", Map.of("config_id", config))
                        .map(answer -> new JoinCode(config, text(answer.path("join_way"), "qr_code"))));
    }

    private static Contact toContact(JsonNode person, JsonNode follow) {
        return new Contact(
                text(person, "external_userid"),
                text(follow, "userid"),
                optional(person, "unionid"),
                Instant.ofEpochSecond(follow.path("createtime").asLong()));
    }

    private static Chat toChat(JsonNode chat) {
        return new Chat(
                text(chat, "chat_id"),
                chat.path("name").asText(""),
                chat.path("owner").asText(""),
                chat.path("member_list").valueStream().map(WeComApi::toMember).toList());
    }

    private static ChatMember toMember(JsonNode member) {
        return new ChatMember(
                text(member, "userid"),
                member.path("type").asInt() == A_CUSTOMER,
                optional(member, "unionid"),
                Instant.ofEpochSecond(member.path("join_time").asLong()),
                member.path("join_scene").asInt(),
                optional(member, "state"));
    }

    private static Passed toPassed(JsonNode told) {
        var at = told.path("takeover_time").asLong();
        var state = switch (told.path("status").asInt()) {
            case 1 -> Passing.DONE;
            case 2 -> Passing.WAITING;
            case 3 -> Passing.CUSTOMER_REFUSED;
            case 4 -> Passing.SUCCESSOR_FULL;
            default -> Passing.NO_RECORD;
        };
        return new Passed(
                text(told, "external_userid"),
                state,
                at > 0 ? Optional.of(Instant.ofEpochSecond(at)) : Optional.empty());
    }

    private static List<Handed> handed(JsonNode list, String id) {
        return list.valueStream()
                .map(each -> new Handed(text(each, id), each.path("errcode").asText("0")))
                .toList();
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static String text(JsonNode told, String field) {
        return optional(told, field).orElseThrow(() -> new WeChatUnknown("the answer has no " + field, null));
    }

    private static Optional<String> optional(JsonNode told, String field) {
        return Optional.of(told.path(field).asText("")).filter(text -> !text.isEmpty());
    }

    private static void must(String what, boolean right) {
        if (!right) {
            throw new IllegalArgumentException("WeCom does not take so many or such " + what);
        }
    }
}
