package cn.siyu.audience;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.audience.Buyers.Person;
import cn.siyu.groupbuy.Groups;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tags and segments as the desk keeps them, and whom they hold. */
@QuarkusTest
class AudienceStoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String GROUPS = "/api/admin/v1/tag-groups";
    private static final String TAGS = "/api/admin/v1/tags";
    private static final String SEGMENTS = "/api/admin/v1/segments";
    private static final String OFFERS = "/api/mp/v1/personal-offers";

    private Staff merchandiser;

    @Inject
    Buyers buyers;

    @Inject
    Segments segments;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @BeforeEach
    void sign_in() {
        merchandiser = Staff.as("merchandiser");
    }

    @Test
    void a_segment_holds_its_members_while_it_is_active() {
        var loyal = member(3, 9_000);
        var fresh = UUID.randomUUID();
        var rule = Map.<String, Object>of(
                "all", List.of(Map.of("orders", Map.of("min", 3)), Map.of("not", Map.of("isNewMember", true))));
        var before = size(rule);
        var another = member(4, 100);

        var segment = draft(rule);
        assertThat(List.of(holds(segment, loyal), exists(segment))).containsExactly(false, true);

        var version = merchandiser
                .post(SEGMENTS + "/" + segment + "/activate", Map.of("version", 0))
                .statusCode(200)
                .body("state", equalTo("ACTIVE"))
                .extract()
                .<Integer>path("version");
        assertThat(List.of(holds(segment, loyal), holds(segment, another), holds(segment, fresh)))
                .containsExactly(true, true, false);
        assertThat(size(rule)).isEqualTo(before + 1);

        merchandiser
                .post(SEGMENTS + "/" + segment + "/end", Map.of("version", version, "reason", "活动结束"))
                .statusCode(200)
                .body("state", equalTo("ENDED"));
        assertThat(List.of(holds(segment, loyal), exists(segment))).containsExactly(false, false);
        merchandiser
                .post(SEGMENTS + "/" + segment + "/end", Map.of("version", version + 1, "reason", "再次"))
                .statusCode(409);
        merchandiser
                .post(SEGMENTS + "/" + segment + "/activate", Map.of("version", version + 1))
                .statusCode(409)
                .body("code", equalTo("SEGMENT_ENDED"));
    }

    @Test
    void a_changed_rule_is_a_new_version_and_stale_edits_are_refused() {
        var segment = draft(Map.of("isNewMember", true));
        var text = text(Map.of("orders", Map.of("min", 1)));

        merchandiser
                .put(SEGMENTS + "/" + segment, Map.of("version", 0, "text", text))
                .statusCode(200)
                .body("ruleVersion", equalTo(2), "rule.orders.min", equalTo(1), "version", equalTo(1));

        merchandiser
                .put(SEGMENTS + "/" + segment, Map.of("version", 0, "text", text))
                .statusCode(409)
                .body("code", equalTo("STATE_CHANGED"));
        merchandiser.post(SEGMENTS, text).statusCode(409).body("code", equalTo("SEGMENT_EXISTS"));
        merchandiser
                .post(SEGMENTS, text(Map.of("any", List.of(Map.of("age", 3)))))
                .statusCode(422)
                .body("errors.field", contains("rule.any[0].age"));
        merchandiser
                .post(SEGMENTS + "/preview", Map.of("rule", Map.of("hasTag", UUID.randomUUID())))
                .statusCode(422)
                .body("code", equalTo("SEGMENT_RULE_INVALID"));
        merchandiser.get(SEGMENTS + "/" + segment).statusCode(200).body("ruleVersion", equalTo(2));
        merchandiser.get(SEGMENTS + "/" + UUID.randomUUID()).statusCode(404);
        merchandiser.get(SEGMENTS + "?state=DRAFT&size=100").statusCode(200).body("items.id", hasItem(segment));
        merchandiser.get(SEGMENTS + "?size=0").statusCode(400);
        Staff.as("finance").get(SEGMENTS).statusCode(403);
    }

    @Test
    void a_single_group_keeps_one_tag_and_the_history_keeps_all() {
        var group = group("ALL", true);
        var silver = tag(group, Map.of());
        var gold = tag(group, Map.of("ttlDays", 30));
        var customer = UUID.randomUUID();
        var segment = active(Map.of("hasTag", gold));

        give(customer, silver);
        assertThat(holds(segment, customer)).isFalse();
        give(customer, gold);

        merchandiser
                .get(tagsOf(customer))
                .statusCode(200)
                .body("items.tagId", contains(gold, silver), "items.to", everyItem(notNullValue()))
                .body("items.source", everyItem(equalTo("MANUAL")));
        assertThat(holds(segment, customer)).isTrue();

        merchandiser
                .post(tagsOf(customer) + "/" + gold + "/end", Map.of("reason", "误贴"))
                .statusCode(204);
        assertThat(holds(segment, customer)).isFalse();
        merchandiser
                .post(tagsOf(customer) + "/" + gold + "/end", Map.of("reason", "误贴"))
                .statusCode(404);
    }

    @Test
    void staff_see_the_tags_of_their_scope() {
        var group = group("ROLE_OPS", false);
        var tag = tag(group, Map.of());
        var customer = UUID.randomUUID();
        give(customer, tag);
        var support = Staff.as("support");

        Staff.as("ops").get(tagsOf(customer)).statusCode(200).body("items.tagId", contains(tag));
        support.get(tagsOf(customer)).statusCode(200).body("items", empty());
        support.get(TAGS + "?groupId=" + group).statusCode(200).body("items", empty());
        support.get(TAGS + "/" + tag).statusCode(404);
        support.post(tagsOf(customer), Map.of("tagId", tag, "reason", "x")).statusCode(404);
        Staff.as("ops")
                .put(GROUPS + "/" + group, Map.of("name", name(), "scope", "ROLE_SALES", "version", 0))
                .statusCode(403);
        merchandiser
                .put(GROUPS + "/" + group, Map.of("name", name(), "scope", "ROLE_SALES", "version", 0))
                .statusCode(200)
                .body("scope", equalTo("ROLE_SALES"));
        support.get(TAGS + "/" + tag).statusCode(200);
        support.get(GROUPS).statusCode(200).body("items.id", hasItem(group));
        var finance = Staff.as("finance");
        finance.get(GROUPS).statusCode(403);
        finance.get(TAGS).statusCode(403);
        finance.get(tagsOf(customer)).statusCode(403);
        var taken = Map.of("name", name(), "scope", "ALL", "single", false);
        merchandiser.post(GROUPS, taken).statusCode(201);
        merchandiser.post(GROUPS, taken).statusCode(409).body("code", equalTo("TAG_GROUP_EXISTS"));
    }

    @Test
    void a_rule_gives_its_tag_and_takes_it() {
        var customer = member(2, 50_000);
        var group = group("ALL", false);
        var tag = tag(group, Map.of("rule", Map.of("netPaidFen", Map.of("min", 90_000))));

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> merchandiser
                        .get(tagsOf(customer))
                        .body("items.tagId", contains(tag), "items[0].source", equalTo("RULE")));
        merchandiser
                .post(tagsOf(customer), Map.of("tagId", tag, "reason", "x"))
                .statusCode(422)
                .body("code", equalTo("TAG_BY_RULE"));

        var dearer = Map.of("name", name(), "rule", Map.of("netPaidFen", Map.of("min", 200_000)));
        merchandiser
                .put(TAGS + "/" + tag, Map.of("version", 0, "text", dearer))
                .statusCode(200)
                .body("ruleVersion", equalTo(2));
        merchandiser
                .put(TAGS + "/" + tag, Map.of("version", 0, "text", dearer))
                .statusCode(409)
                .body("code", equalTo("STATE_CHANGED"));

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> merchandiser
                        .get(tagsOf(customer))
                        .body("items[0].to", notNullValue(), "items[0].ruleVersion", equalTo(1)));
        merchandiser
                .post(
                        TAGS,
                        Map.of(
                                "groupId",
                                group,
                                "text",
                                Map.of("name", name(), "ttlDays", 3, "rule", Map.of("isNewMember", true))))
                .statusCode(422)
                .body("code", equalTo("TAG_RULE_OR_TTL"));
    }

    @Test
    void a_file_gives_a_tag_and_its_bad_rows_come_back() {
        var tag = tag(group("ALL", false), Map.of());
        var customers = IntStream.range(0, 3)
                .mapToObj(_ -> UUID.randomUUID().toString())
                .toList();
        var csv = "memberId,note\n" + String.join(",a\n", customers) + ",a\n" + customers.getFirst() + ",b\nnobody,c\n";

        var job = file(tag, csv).statusCode(202).extract().<String>path("id");
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> Staff.as("admin")
                        .get("/api/admin/v1/jobs/" + job)
                        .body("state", equalTo("DONE"), "processed", equalTo(3), "failed", equalTo(1)));

        customers.forEach(
                customer -> merchandiser.get(tagsOf(UUID.fromString(customer))).body("items.tagId", contains(tag)));
        merchandiser
                .post(TAGS + "/" + tag + "/end", Map.of("version", 0))
                .statusCode(200)
                .body("ended", equalTo(true));
        merchandiser
                .get(tagsOf(UUID.fromString(customers.getFirst())))
                .body("items[0].to", notNullValue(), "items[0].source", equalTo("IMPORT"));
        merchandiser.post(TAGS + "/" + tag + "/end", Map.of("version", 1)).statusCode(409);
        file(tag, csv).statusCode(409).body("code", equalTo("TAG_ENDED"));
        file(tag, "").statusCode(400);
    }

    /** L12: what makes a member eligible is told, and there is a switch. */
    @Test
    void a_member_is_told_of_his_offers_and_can_switch_them_off() {
        var buyer = Shop.buyer();
        var tag = tag(group("ALL", false), Map.of());
        var segment = active(Map.of("hasTag", tag));
        var member = UUID.fromString(buyer.asks()
                .get("/api/mp/v1/me")
                .then()
                .statusCode(200)
                .extract()
                .path("id"));
        give(member, tag);

        buyer.asks()
                .get(OFFERS)
                .then()
                .statusCode(200)
                .body("enabled", equalTo(true), "eligibilities", hasItem("老客专享"));
        buyer.asks()
                .body(Map.of("enabled", false))
                .put(OFFERS)
                .then()
                .statusCode(200)
                .body("enabled", equalTo(false), "eligibilities", empty());
        assertThat(holds(segment, member)).isFalse();
        buyer.asks().body(Map.of("enabled", true)).put(OFFERS).then().body("eligibilities", not(empty()));
        buyer.asks().body(Map.of()).put(OFFERS).then().statusCode(400);
        given().get(OFFERS).then().statusCode(401);
    }

    @Test
    void a_segment_has_a_price_and_an_activity_of_its_own() {
        var goods = Shop.product(2_900, 20);
        var member = Shop.buyer();
        var stranger = Shop.buyer();
        var tag = tag(group("ALL", false), Map.of());
        var segment = active(Map.of("hasTag", tag));
        give(UUID.fromString(member.asks().get("/api/mp/v1/me").path("id")), tag);
        var list = merchandiser
                .post(
                        "/api/admin/v1/price-lists",
                        Map.of(
                                "code",
                                "l" + System.nanoTime(),
                                "segmentId",
                                segment,
                                "text",
                                Map.of("name", "会员价", "priority", 1)))
                .statusCode(201)
                .extract()
                .<String>path("id");
        merchandiser
                .put(
                        "/api/admin/v1/price-lists/" + list + "/prices",
                        Map.of("reason", "会员价", "prices", List.of(Map.of("skuId", goods.sku(), "amountFen", 2_000))))
                .statusCode(200);
        var activity = Groups.running(goods, 5, Map.of("segmentId", segment));

        seesHisOwnPricesBesideThePageOfEverybody(member, stranger, goods);
        assertThat(goodsFen(member, goods)).isEqualTo(2_000);
        assertThat(goodsFen(stranger, goods)).isEqualTo(2_900);
        assertThat(Groups.open(stranger, activity, 1).<String>path("code")).isEqualTo("GROUP_BUY_AUDIENCE");
        assertThat(stranger.asks()
                        .get("/api/mp/v1/group-buys/{id}", activity.id())
                        .<String>path("condition"))
                .contains("仅限符合条件的指定会员参加");
        var place = Groups.opened(member, activity);
        assertThat(Groups.join(stranger, activity, place.group(), 1).statusCode())
                .as("nobody sees it before its leader has paid")
                .isEqualTo(404);
        place.payAndAwait("GROUPING");
        assertThat(Groups.join(stranger, activity, place.group(), 1).<String>path("code"))
                .isEqualTo("GROUP_BUY_AUDIENCE");
    }

    private static void seesHisOwnPricesBesideThePageOfEverybody(Buyer member, Buyer stranger, Goods goods) {
        var page = "/api/mp/v1/products/" + goods.productId();
        assertThat(member.asks().get(page).asByteArray())
                .isEqualTo(stranger.asks().get(page).asByteArray());
        member.asks()
                .get(page + "/prices")
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-store")
                .header("Vary", "Authorization")
                .body("items.skuId", contains(goods.sku()), "items.priceFen", contains(2_000));
        stranger.asks().get(page + "/prices").then().statusCode(200).body("items.priceFen", contains(2_900));
    }

    private static long goodsFen(Buyer buyer, Goods goods) {
        return buyer.quote(List.of(Shop.line(goods.sku(), 1)))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("goodsFen");
    }

    private UUID member(int orders, long fenEach) {
        var member = UUID.randomUUID();
        IntStream.range(0, orders)
                .forEach(_ -> transactions
                        .in(tx -> buyers.bought(
                                tx,
                                new Person(member, Set.of()),
                                UUID.randomUUID(),
                                new Money(fenEach),
                                clock.instant()))
                        .await()
                        .atMost(PATIENCE));
        return member;
    }

    private boolean holds(String segment, UUID member) {
        return segments.isIn(transactions.reads(), member, new SegmentId(UUID.fromString(segment)), clock.instant())
                .await()
                .atMost(PATIENCE);
    }

    private boolean exists(String segment) {
        return segments.exists(transactions.reads(), new SegmentId(UUID.fromString(segment)))
                .await()
                .atMost(PATIENCE);
    }

    private int size(Map<String, Object> rule) {
        return merchandiser
                .post(SEGMENTS + "/preview", Map.of("rule", rule))
                .statusCode(200)
                .body("holdsUnknown", equalTo(false))
                .extract()
                .path("size");
    }

    private String draft(Map<String, Object> rule) {
        return merchandiser
                .post(SEGMENTS, text(rule))
                .statusCode(201)
                .body("state", equalTo("DRAFT"))
                .extract()
                .path("id");
    }

    private String active(Map<String, Object> rule) {
        var segment = draft(rule);
        merchandiser
                .post(SEGMENTS + "/" + segment + "/activate", Map.of("version", 0))
                .statusCode(200);
        return segment;
    }

    private String group(String scope, boolean single) {
        return merchandiser
                .post(GROUPS, Map.of("name", name(), "scope", scope, "single", single))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private String tag(String group, Map<String, Object> more) {
        var text = new HashMap<String, Object>(more);
        text.put("name", name());
        return merchandiser
                .post(TAGS, Map.of("groupId", group, "text", text))
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void give(UUID customer, String tag) {
        merchandiser
                .post(tagsOf(customer), Map.of("tagId", tag, "reason", "面谈"))
                .statusCode(200)
                .body("items.tagId", hasItem(tag));
    }

    private io.restassured.response.ValidatableResponse file(String tag, String csv) {
        return given().auth()
                .oauth2(merchandiser.token())
                .contentType("text/csv")
                .body(csv)
                .post(TAGS + "/" + tag + "/imports")
                .then();
    }

    private static Map<String, Object> text(Map<String, Object> rule) {
        return Map.of("name", name(), "eligibility", "老客专享", "rule", rule);
    }

    private static String tagsOf(UUID customer) {
        return "/api/admin/v1/customers/" + customer + "/tags";
    }

    private static String name() {
        return "名" + UUID.randomUUID();
    }
}
