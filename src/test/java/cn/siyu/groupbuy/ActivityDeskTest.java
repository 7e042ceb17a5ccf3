package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.change;
import static cn.siyu.groupbuy.Groups.command;
import static cn.siyu.groupbuy.Groups.create;
import static cn.siyu.groupbuy.Groups.desk;
import static cn.siyu.groupbuy.Groups.led;
import static cn.siyu.groupbuy.Groups.open;
import static cn.siyu.groupbuy.Groups.request;
import static cn.siyu.groupbuy.Groups.running;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Activities at the desk: written, refused, published with their stock, changed within limits. */
@QuarkusTest
class ActivityDeskTest {

    @Test
    void an_activity_is_refused_with_the_fields_that_cannot_be() {
        var goods = Shop.product(1_000, 10);
        var foreign = Shop.product(1_000, 10);

        var dear = create(request(goods, 1_000, 5, Map.of()));
        dear.then().statusCode(422);
        assertThat(dear.<String>path("code")).isEqualTo("GROUP_BUY_REFUSED");
        assertThat(dear.jsonPath().getList("errors.field")).containsExactly("skus[0].priceFen");
        var odd = create(request(
                goods,
                900,
                5,
                Map.of(
                        "spuId",
                        foreign.productId(),
                        "commission",
                        "OVERRIDE",
                        "commissionBp",
                        4_000,
                        "segmentId",
                        UUID.randomUUID(),
                        "communityId",
                        UUID.randomUUID(),
                        "perOrderQty",
                        9)));
        assertThat(odd.jsonPath().getList("errors.field"))
                .containsExactlyInAnyOrder("perOrderQty", "commissionBp", "skus[0].skuId", "segmentId", "communityId");
        create(request(goods, 900, 5, Map.of("size", 1))).then().statusCode(400);
    }

    @Test
    void goods_that_the_law_restricts_are_in_no_group_buy_neither_saved_nor_published() {
        var goods = Shop.product(1_000, 10);
        var draft = create(request(goods, 900, 5, Map.of()))
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        Shop.regulate(goods.productId(), "INFANT_FORMULA_0_12M");

        var saved = create(request(goods, 900, 5, Map.of()));
        saved.then().statusCode(422);
        assertThat(saved.<String>path("code")).isEqualTo("GROUP_BUY_REGULATED");
        assertThat(saved.<String>path("rule")).isEqualTo("L6");
        assertThat(command(draft, "publish").<String>path("code")).isEqualTo("GROUP_BUY_REGULATED");
        assertThat(change(draft, request(goods, 800, 5, Map.of()), 0).<String>path("code"))
                .isEqualTo("GROUP_BUY_REGULATED");
        assertThat(desk(draft).getString("state")).isEqualTo("DRAFT");
    }

    @Test
    void goods_that_come_under_the_law_while_they_are_sold_get_no_more_units_no_new_life_and_no_new_members() {
        var goods = Shop.product(1_000, 20);
        var wanted = request(goods, 900, 5, Map.of());
        var id = create(wanted).<String>path("id");
        command(id, "publish").then().statusCode(200);
        var activity = new Groups.Activity(id, goods, 900);
        var group = led(activity);
        var late = Shop.buyer();
        var wish = Groups.wish(late, activity, 1);
        Shop.regulate(goods.productId(), "INFANT_FORMULA_0_12M");

        var more = request(goods, 900, 9, Map.of("startsAt", wanted.get("startsAt"), "endsAt", wanted.get("endsAt")));
        assertRegulated(change(id, more, 1));
        for (var door : List.of("/group-buys/" + id + "/buy-groups", "/buy-groups/" + group.group() + "/seats")) {
            await().untilAsserted(() -> assertRegulated(
                    late.asks().header("Idempotency-Key", Shop.key()).body(wish).post("/api/mp/v1" + door)));
        }
        command(id, "pause").then().statusCode(200);
        assertRegulated(command(id, "resume"));
        assertThat(desk(id).getString("state")).isEqualTo("PAUSED");
        command(id, "stop").then().statusCode(200);
    }

    private static void assertRegulated(Response answer) {
        answer.then().statusCode(422);
        assertThat(answer.<String>path("code")).isEqualTo("GROUP_BUY_REGULATED");
    }

    @Test
    void publishing_takes_the_stock_or_names_what_is_short_and_two_never_run_at_once() {
        var goods = Shop.product(1_000, 10);
        var large = create(request(goods, 900, 11, Map.of())).<String>path("id");

        var refused = command(large, "publish");
        refused.then().statusCode(409);
        assertThat(refused.<String>path("code")).isEqualTo("STOCK_SHORT");
        assertThat(refused.jsonPath().getList("errors.field")).containsExactly("skus[0].quota");

        var activity = running(goods, 8, Map.of());
        assertThat(desk(activity.id()).getInt("skus[0].left")).isEqualTo(8);
        var buyer = Shop.buyer();
        var quote = buyer.quote(List.of(Shop.line(goods.sku(), 3))).<String>path("quoteHash");
        assertThat(buyer.place(Shop.key(), List.of(Shop.line(goods.sku(), 3)), quote)
                        .<String>path("code"))
                .isEqualTo("STOCK_SHORT");
        var second = create(request(goods, 800, 1, Map.of())).<String>path("id");
        var overlaps = command(second, "publish");
        assertThat(overlaps.<String>path("code")).isEqualTo("GROUP_BUY_OVERLAPS");
        assertThat(overlaps.<String>path("activityId")).isEqualTo(activity.id());
        assertThat(overlaps.<String>path("detail")).contains("三人拼团");
    }

    @Test
    void a_price_that_was_raised_a_moment_ago_makes_nothing_cheap() {
        var goods = Shop.product(1_000, 10);
        SandboxControl.advance(Duration.ofDays(1));
        Shop.price(goods.sku(), 5_000);

        var invented = create(request(goods, 1_000, 5, Map.of()));
        invented.then().statusCode(422);
        assertThat(invented.<String>path("code")).isEqualTo("GROUP_BUY_REFUSED");
        assertThat(invented.<String>path("errors[0].field")).isEqualTo("skus[0].priceFen");
        assertThat(invented.<String>path("errors[0].message")).contains("L2", "1000 fen");
        create(request(goods, 999, 5, Map.of())).then().statusCode(201);

        SandboxControl.advance(Duration.ofDays(8));
        create(request(goods, 1_000, 5, Map.of())).then().statusCode(201);
    }

    /** Twenty-four hours for sending: with more than as long for gathering it is beyond what the platform grants (B25). */
    @Test
    void what_may_take_longer_than_two_days_is_flagged_as_pre_sale() {
        var goods = Shop.product(1_000, 10);

        create(request(goods, 900, 5, Map.of("groupTtlMinutes", 1_440))).then().body("preSale", equalTo(false));
        create(request(goods, 900, 5, Map.of("groupTtlMinutes", 1_441))).then().body("preSale", equalTo(true));
    }

    @Test
    void whatever_staff_change_stands_in_the_audit_log() {
        var goods = Shop.product(1_000, 10);
        var wanted = request(goods, 900, 5, Map.of());
        var id = create(wanted).<String>path("id");
        var other = new HashMap<>(wanted);
        other.put("coupons", true);
        other.put("singleBuy", false);
        other.put("perOrderQty", 1);
        other.put("lossBudgetFen", 500);
        change(id, other, 0).then().statusCode(200);

        var entry = as(staff("auditor"))
                .get("/api/admin/v1/audit-logs?targetKind=group-buy&targetId={id}", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(entry.getString("items[0].action")).isEqualTo("group-buy.change");
        assertThat(entry.getString("items[0].reason")).isEqualTo("加量");
        assertThat(entry.<String, Object>getMap("items[0].before"))
                .containsEntry("coupons", false)
                .containsEntry("singleBuy", true)
                .containsEntry("perOrderQty", 2);
        assertThat(entry.<String, Object>getMap("items[0].after"))
                .containsEntry("coupons", true)
                .containsEntry("singleBuy", false)
                .containsEntry("perOrderQty", 1)
                .containsEntry("lossBudgetFen", 500);
    }

    @Test
    void the_desk_finds_activities_by_name_mode_and_a_budget_that_is_spent() {
        var name = "限额团" + System.nanoTime();
        var spent = running(Shop.product(1_000, 10), 5, Map.of("name", name, "lossBudgetFen", 150));
        var plain = running(Shop.product(1_000, 10), 5, Map.of("name", name, "mode", "LEADER_FREE"));
        var _ = Groups.opened(Shop.buyer(), spent);
        open(Shop.buyer(), spent, 1).then().statusCode(409);

        var found = search("name=" + name.substring(1) + "&budgetSpent=true");
        assertThat(found.getList("items.id")).containsExactly(spent.id());
        assertThat(found.getInt("total")).isEqualTo(1);
        assertThat(found.getLong("items[0].givenFen")).isEqualTo(100);
        assertThat(found.getString("items[0].budgetSpentAt")).isNotBlank();
        assertThat(search("name=" + name + "&budgetSpent=false").getList("items.id"))
                .containsExactly(plain.id());
        assertThat(search("name=" + name + "&mode=LEADER_FREE").getList("items.id"))
                .containsExactly(plain.id());
        as(staff("auditor")).get("/api/admin/v1/group-buys?mode=LOTTERY").then().statusCode(400);
    }

    private static JsonPath search(String filters) {
        return as(staff("auditor"))
                .get("/api/admin/v1/group-buys?" + filters)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void what_has_begun_only_grows() {
        var goods = Shop.product(1_000, 20);
        var wanted = request(goods, 900, 5, Map.of());
        var id = create(wanted).<String>path("id");
        command(id, "publish").then().statusCode(200);
        var more = request(goods, 900, 9, Map.of("startsAt", wanted.get("startsAt"), "endsAt", wanted.get("endsAt")));
        var cheaper =
                request(goods, 800, 5, Map.of("startsAt", wanted.get("startsAt"), "endsAt", wanted.get("endsAt")));

        var refused = change(id, cheaper, 1);
        assertThat(refused.<String>path("code")).isEqualTo("GROUP_BUY_IMMUTABLE");
        assertThat(refused.jsonPath().getList("errors.field")).containsExactly("skus");
        assertThat(change(id, more, 0).<String>path("code")).isEqualTo("STATE_CHANGED");
        change(id, more, 1).then().statusCode(200);
        assertThat(desk(id).getInt("skus[0].left")).isEqualTo(9);
    }

    @Test
    void a_coming_activity_begins_by_itself_is_paused_resumed_and_ends() {
        var goods = Shop.product(1_000, 20);
        var now = SandboxControl.now();
        var coming = Map.<String, Object>of(
                "startsAt", now.plus(Duration.ofMinutes(10)).toString(),
                "endsAt", now.plus(Duration.ofMinutes(60)).toString(),
                "closingGraceMinutes", 0);
        var id = create(request(goods, 900, 5, coming)).<String>path("id");
        assertThat(command(id, "publish").<String>path("state")).isEqualTo("SCHEDULED");
        Shop.as(Shop.buyer().token())
                .get("/api/mp/v1/group-buys/{id}", id)
                .then()
                .statusCode(404);
        change(id, request(goods, 850, 6, coming), 1).then().statusCode(200);
        assertThat(desk(id).getInt("skus[0].left")).isEqualTo(6);

        SandboxControl.advance(Duration.ofMinutes(11));
        awaitState(id, "RUNNING");
        var activity = new Groups.Activity(id, goods, 850);
        var page = Shop.as(Shop.buyer().token())
                .get("/api/mp/v1/group-buys/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getString("condition")).contains("全额原路退回");
        assertThat(page.getLong("skus[0].singlePriceFen")).isEqualTo(1_000);
        assertThat(page.getString("skus[0].availability")).isEqualTo("LOW");
        assertThat(Shop.as(Shop.buyer().token())
                        .get("/api/mp/v1/group-buys?limit=100")
                        .jsonPath()
                        .getList("items.id"))
                .contains(id);
        Shop.as(Shop.buyer().token())
                .get("/api/mp/v1/group-buys?limit=0")
                .then()
                .statusCode(400);
        Shop.as(Shop.buyer().token())
                .get("/api/mp/v1/group-buys/{id}/open-buy-groups", UUID.randomUUID())
                .then()
                .statusCode(404);
        var group = led(activity);
        command(id, "pause").then().statusCode(200);
        assertThat(open(Shop.buyer(), activity, 1).<String>path("code")).isEqualTo("GROUP_BUY_NOT_RUNNING");
        command(id, "resume").then().statusCode(200);
        assertThat(command(id, "resume").<String>path("code")).isEqualTo("STATE_CHANGED");
        quote(activity, group.group());

        SandboxControl.advance(Duration.ofMinutes(60));
        awaitState(id, "ENDED");
        assertThat(Groups.awaitGroup(Shop.buyer(), group.group(), "FAILED").getInt("paid"))
                .isEqualTo(1);
        SandboxControl.advance(Duration.ofSeconds(30));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(Shop.buyer().order(goods, 20).id()).isNotBlank());
        assertThat(as(staff("auditor"))
                        .get("/api/admin/v1/group-buys/{id}/buy-groups?state=FAILED", id)
                        .jsonPath()
                        .getInt("total"))
                .isEqualTo(1);
        assertThat(as(staff("auditor"))
                        .get("/api/admin/v1/buy-groups/{id}", group.group())
                        .jsonPath()
                        .getList("seats"))
                .hasSize(1);
        assertThat(as(staff("auditor"))
                        .get("/api/admin/v1/group-buys?spuId={spu}", goods.productId())
                        .jsonPath()
                        .getInt("total"))
                .isEqualTo(1);
    }

    private static void quote(Groups.Activity activity, String group) {
        var buyer = Shop.buyer();
        var quote = buyer.asks()
                .body(Map.of(
                        "skuId",
                        activity.goods().sku(),
                        "quantity",
                        2,
                        "addressId",
                        buyer.addressId(),
                        "buyGroupId",
                        group))
                .post("/api/mp/v1/group-buys/{id}/quotes", activity.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(quote.getLong("goodsFen")).isEqualTo(1_700);
        assertThat(quote.getLong("totalFen")).isEqualTo(1_700 + quote.getLong("freightFen"));
        assertThat(quote.getString("condition")).contains("本团最迟");
    }

    private static void awaitState(String activity, String state) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () -> assertThat(desk(activity).getString("state")).isEqualTo(state));
    }
}
