package cn.siyu.sample;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Who sells and who buys: distributors of three tiers with one team, sellers of both kinds, communities with their KOCs, and the
 * members who were there when the month began.
 */
final class People {

    /** Distributors with their tier by rank on the ladder. */
    static final List<Partner> DISTRIBUTORS = List.of(
            new Partner("yun", "云朵妈妈", 2),
            new Partner("qiao", "巧巧母婴店", 2),
            new Partner("nan", "南南", 1),
            new Partner("xi", "小溪", 1),
            new Partner("he", "荷叶", 0),
            new Partner("tang", "糖糖", 0),
            new Partner("mi", "米粒", 0));

    /** Communities with the KOC who serves each, by the member's name. */
    static final List<Chat> COMMUNITIES = List.of(
            new Chat("静安新手妈妈群", "chat-jingan-01", "新手妈妈", "上海静安店", 0, "koc-an", "安安妈"),
            new Chat("西湖辅食交流群", "chat-xihu-01", "辅食", "杭州西湖店", 0, "koc-bei", "贝贝厨房"),
            new Chat("南山孕期互助群", "chat-nanshan-01", "孕期", "深圳南山店", 1, "koc-chu", "初夏"),
            new Chat("天河亲子出行群", "chat-tianhe-01", "出行", "广州天河店", 2, "koc-duo", "朵朵爸"));

    static final int FOUNDING_MEMBERS = 40;
    private static final int MEMBERS_OF_A_CHAT = 6;

    private static final String AGREEMENT = "2026-01";
    private static final List<String> SURNAMES = List.of("小", "阿", "大", "老");
    private static final List<String> NAMES = List.of("圆", "禾", "麦", "糯米", "团子", "年糕", "豆", "芽", "果", "桃");

    private final Shop shop;

    People(Shop shop) {
        this.shop = shop;
    }

    record Partner(String name, String shown, int tier) {}

    /** @param seller position among the sellers */
    record Chat(String name, String chatId, String category, String store, int seller, String koc, String kocName) {}

    void gather() {
        Shop.together(IntStream.range(0, FOUNDING_MEMBERS)
                .mapToObj(i -> (Runnable) () -> introduce(member(i), nickname(i)))
                .toList());
        var distributors = distributors();
        team(distributors);
        var sellers = sellers(distributors);
        for (var chat : COMMUNITIES) {
            community(chat, sellers.get(chat.seller()));
        }
    }

    static String member(int i) {
        return "m" + i;
    }

    static String nickname(int i) {
        return SURNAMES.get(i % SURNAMES.size()) + NAMES.get(i % NAMES.size()) + (i / NAMES.size() + 1);
    }

    /** Somebody with a name, a phone and an address; who has them already keeps them. */
    void introduce(String name, String nickname) {
        var token = shop.member(name);
        if (shop.get(token, "/api/mp/v1/me").has("nickname")) {
            return;
        }
        var number = Math.floorMod(name.hashCode() * 7_919L, 100_000_000L);
        var phone = "138%08d".formatted(number);
        if (!shop.get(token, "/api/mp/v1/addresses").path("items").has(0)) {
            var _ = shop.post(
                    token,
                    "",
                    "/api/mp/v1/addresses",
                    Map.of(
                            "recipient",
                            nickname,
                            "phone",
                            phone,
                            "regionCode",
                            List.of("310106", "330106", "440305", "440106").get((int) (number % 4)),
                            "detail",
                            "幸福路 " + number % 999 + " 号",
                            "isDefault",
                            true));
        }
        var _ = shop.put(token, "/api/mp/v1/me", Map.of("nickname", nickname));
    }

    // Those who sell

    private List<JsonNode> distributors() {
        var desk = shop.staff("admin");
        var tiers = shop.get(desk, "/api/admin/v1/tiers").path("items");
        var made = new ArrayList<JsonNode>();
        for (var partner : DISTRIBUTORS) {
            introduce(partner.name(), partner.shown());
            made.add(distributor(
                    desk, partner, tiers.path(partner.tier()).path("id").asText()));
        }
        return made;
    }

    private JsonNode distributor(String desk, Partner partner, String tier) {
        var token = shop.member(partner.name());
        try {
            return shop.get(token, "/api/partner/v1/me");
        } catch (Wire.Refusal notYet) {
            if (notYet.status() != 403) {
                throw notYet;
            }
        }
        var application = shop.find(
                desk,
                "/api/admin/v1/distributor-applications?state=APPLIED",
                each -> each.path("memberId").asText().equals(id(token)));
        if (application.isMissingNode()) {
            application = shop.post(
                    token,
                    "",
                    "/api/mp/v1/distributor-applications",
                    Map.of(
                            "realName",
                            partner.shown(),
                            "phone",
                            "139%08d".formatted(Math.floorMod(partner.name().hashCode() * 31L, 100_000_000L)),
                            "agreementVersion",
                            AGREEMENT,
                            "source",
                            "SAMPLE"));
        }
        var _ = shop.post(
                desk,
                "",
                "/api/admin/v1/distributor-applications/"
                        + application.path("id").asText() + "/approve",
                Map.of("tierId", tier, "reason", "资料齐全"));
        return shop.get(token, "/api/partner/v1/me");
    }

    private String id(String token) {
        return shop.get(token, "/api/mp/v1/me").path("id").asText();
    }

    private void team(List<JsonNode> distributors) {
        var desk = shop.staff("admin");
        var captain = distributors.getFirst().path("distributorId").asText();
        var team = shop.postUnlessThere(
                desk,
                "/api/admin/v1/teams",
                Map.of("name", "云朵团队", "captainId", captain, "settlement", "PERSONAL", "reason", "由她带队"),
                () -> shop.find(
                        desk,
                        "/api/admin/v1/teams",
                        each -> each.path("name").asText().equals("云朵团队")));
        for (var member : distributors.subList(3, 6)) {
            try {
                var _ = shop.post(
                        desk,
                        "",
                        "/api/admin/v1/teams/" + team.path("id").asText() + "/members",
                        Map.of("distributorId", member.path("distributorId").asText(), "reason", "加入团队"));
            } catch (Wire.Refusal already) {
                if (already.status() != 409) {
                    throw already;
                }
            }
        }
    }

    private List<JsonNode> sellers(List<JsonNode> distributors) {
        var desk = shop.staff("admin");
        var made = new ArrayList<JsonNode>();
        for (var clerk : List.of("zhou.east", "wu.south")) {
            var staff = shop.find(
                    desk,
                    "/api/admin/v1/users",
                    user -> user.path("username").asText().equals(clerk));
            made.add(seller(
                    desk,
                    staff.path("displayName").asText(),
                    Map.of(
                            "kind", "EMPLOYEE",
                            "name", staff.path("displayName").asText(),
                            "staffId", staff.path("id").asText())));
        }
        var distributor = distributors.get(1);
        made.add(seller(
                desk,
                DISTRIBUTORS.get(1).shown(),
                Map.of(
                        "kind", "DISTRIBUTOR",
                        "name", DISTRIBUTORS.get(1).shown(),
                        "distributorId", distributor.path("distributorId").asText(),
                        "memberId", id(shop.member(DISTRIBUTORS.get(1).name())))));
        return made;
    }

    private JsonNode seller(String desk, String name, Map<String, String> wish) {
        return shop.postUnlessThere(
                desk,
                "/api/admin/v1/sellers",
                wish,
                () -> shop.find(
                        desk,
                        "/api/admin/v1/sellers",
                        each -> each.path("name").asText().equals(name)));
    }

    private void community(Chat chat, JsonNode seller) {
        var desk = shop.staff("admin");
        var stores = shop.get(shop.staff("admin"), "/api/admin/v1/org-units").path("items");
        var made = shop.postUnlessThere(
                desk,
                "/api/admin/v1/communities",
                Map.of(
                        "community",
                        Map.of(
                                "name", chat.name(),
                                "chatId", chat.chatId(),
                                "category", chat.category(),
                                "capacity", 200,
                                "storeId",
                                        House.named(stores, "STORE", chat.store())
                                                .path("id")
                                                .asText()),
                        "ownerId",
                        seller.path("id").asText()),
                () -> shop.find(
                        desk,
                        "/api/admin/v1/communities",
                        each -> each.path("chatId").asText().equals(chat.chatId())));
        var community = made.path("community").isObject() ? made.path("community") : made;
        introduce(chat.koc(), chat.kocName());
        var koc = shop.member(chat.koc());
        join(koc, community);
        var first = COMMUNITIES.indexOf(chat) * MEMBERS_OF_A_CHAT;
        Shop.together(IntStream.range(first, first + MEMBERS_OF_A_CHAT)
                .mapToObj(i -> (Runnable) () -> join(shop.member(member(i)), community))
                .toList());
        var bound = shop.find(
                desk,
                "/api/admin/v1/koc-bindings",
                each -> each.path("communityId")
                                .asText()
                                .equals(community.path("id").asText())
                        && each.path("state").asText().equals("ACTIVE"));
        if (bound.isMissingNode()) {
            bind(desk, chat, community, koc);
        }
    }

    private void bind(String desk, Chat chat, JsonNode community, String koc) {
        var invitations = shop.get(koc, "/api/mp/v1/me/koc-invitations").path("items");
        var invitation = invitations.has(0)
                ? invitations.get(0)
                : shop.post(
                        desk,
                        "sample-koc-" + chat.koc(),
                        "/api/admin/v1/koc-bindings",
                        Map.of(
                                "communityId", community.path("id").asText(),
                                "memberId", id(koc),
                                "name", chat.kocName(),
                                "reason", "群里最愿意回答问题的人"));
        var shown = shop.get(koc, "/api/mp/v1/me/koc-invitations").path("items").path(0);
        var _ = shop.post(
                koc,
                "",
                "/api/mp/v1/koc-invitations/" + invitation.path("id").asText() + "/accept",
                Map.of("agreementVersion", shown.path("agreementVersion").asText()));
    }

    void join(String token, JsonNode community) {
        var _ = shop.post(
                token,
                "",
                "/api/mp/v1/community-joins",
                Map.of("code", community.path("code").asText()));
    }
}
