package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.awaitGroup;
import static cn.siyu.groupbuy.Groups.change;
import static cn.siyu.groupbuy.Groups.command;
import static cn.siyu.groupbuy.Groups.create;
import static cn.siyu.groupbuy.Groups.desk;
import static cn.siyu.groupbuy.Groups.join;
import static cn.siyu.groupbuy.Groups.joined;
import static cn.siyu.groupbuy.Groups.led;
import static cn.siyu.groupbuy.Groups.open;
import static cn.siyu.groupbuy.Groups.opened;
import static cn.siyu.groupbuy.Groups.request;
import static cn.siyu.groupbuy.Groups.running;
import static cn.siyu.groupbuy.Groups.see;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.groupbuy.Groups.Activity;
import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.koc.Quarter;
import cn.siyu.promotion.Vouchers;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an activity brings besides the plain group price: ladders, benefits, coupons, a budget, members only. */
@QuarkusTest
class GroupDealsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_ladder_pays_everybody_back_what_the_reached_step_is_cheaper() {
        var activity = ladder();
        var leader = led(activity);
        var second = joined(Shop.buyer(), activity, leader.group());
        second.payAndAwait("GROUPING");
        var third = joined(Shop.buyer(), activity, leader.group());
        third.payAndAwait("TO_SHIP");

        for (var place : List.of(leader, second, third)) {
            awaitPaidBack(place, 200);
            assertThat(place.buyer().see(place.order()).getString("state")).isEqualTo("TO_SHIP");
        }
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(see(third.buyer(), leader.group()).getLong("mine.rebateFen"))
                                .isEqualTo(200));
        assertThat(see(third.buyer(), leader.group()).getInt("reached")).isEqualTo(3);
        // What is left of the price is all that goes back with the goods.
        third.buyer().claim(third.order(), "REFUND_ONLY").then().statusCode(201);
        // WeChat wants a minute between two refunds of one payment.
        SandboxControl.advance(Duration.ofMinutes(2));
        third.buyer().again().awaitState(third.order(), "CLOSED");
        assertThat(paidBack(third)).isEqualTo(third.order().totalFen());
        assertThat(brokenBooks(activity, leader)).isEmpty();
    }

    @Test
    void a_ladder_whose_time_is_over_is_complete_at_its_first_step_and_below_it_fails() {
        var activity = ladder();
        var leader = led(activity);
        joined(Shop.buyer(), activity, leader.group()).payAndAwait("GROUPING");
        var alone = led(activity);

        SandboxControl.advance(Duration.ofHours(25));

        var buyer = leader.buyer().again();
        var group = awaitGroup(buyer, leader.group(), "SUCCEEDED");
        assertThat(group.getString("completedBy")).isEqualTo("MEMBERS");
        assertThat(group.getInt("paid")).isEqualTo(2);
        assertThat(group.getInt("needed")).isEqualTo(2);
        assertThat(group.getInt("size")).isEqualTo(3);
        buyer.awaitState(leader.order(), "TO_SHIP");
        assertThat(paidBack(leader)).isZero();
        assertThat(awaitGroup(buyer, alone.group(), "FAILED").getInt("paid")).isEqualTo(1);
    }

    @Test
    void a_leader_goes_free_when_his_group_comes_about_and_still_gets_his_goods() {
        var activity = running(20, 10, Map.of("mode", "LEADER_FREE", "size", 2));
        var leader = led(activity);
        joined(Shop.buyer(), activity, leader.group()).payAndAwait("TO_SHIP");

        awaitPaidBack(leader, 900);

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(see(leader.buyer(), leader.group()).getString("mine.benefit"))
                                .isEqualTo("GRANTED"));
        Shop.ship(leader.order());
        assertThat(reward(leader).getLong("reward.amountFen")).isEqualTo(900);
        assertThat(brokenBooks(activity, leader)).isEmpty();
    }

    @Test
    void a_leaders_coupon_comes_with_the_success_and_goes_with_his_order() {
        var template = Vouchers.running(Vouchers.amount(50), Map.of("ways", List.of("CLAIM")));
        var activity = running(
                20, 10, Map.of("size", 2, "leaderBenefit", Map.of("kind", "COUPON", "couponTemplateId", template)));
        var leader = led(activity);
        assertThat(Vouchers.hand(leader.buyer()).getList("items")).isEmpty();
        joined(Shop.buyer(), activity, leader.group()).payAndAwait("TO_SHIP");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Vouchers.hand(leader.buyer()).getList("items.state"))
                        .containsExactly("AVAILABLE"));

        leader.buyer().claim(leader.order(), "REFUND_ONLY").then().statusCode(201);
        leader.buyer().awaitState(leader.order(), "CLOSED");

        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(reward(leader).getString("reward.state")).isEqualTo("REVERSED"));
        assertThat(Vouchers.hand(leader.buyer()).getList("items.state")).containsExactly("REVOKED");
    }

    @Test
    void a_leader_who_is_a_distributor_earns_from_what_others_bought_until_his_own_order_is_gone() {
        var activity =
                running(20, 10, Map.of("size", 2, "leaderBenefit", Map.of("kind", "COMMISSION", "commissionBp", 500)));
        var partner = Partners.distributor();
        var leader = opened(Shop.buyer(partner.name()), activity);
        leader.payAndAwait("GROUPING");
        joined(Shop.buyer(), activity, leader.group()).payAndAwait("TO_SHIP");
        awaitPending(partner, 45);

        leader.buyer().claim(leader.order(), "REFUND_ONLY").then().statusCode(201);
        leader.buyer().awaitState(leader.order(), "CLOSED");

        awaitPending(partner, 0);
        assertThat(brokenBooks(activity, leader)).isEmpty();
    }

    private static void awaitPending(Partners.Distributor partner, long fen) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(as(partner.token())
                                .get("/api/partner/v1/accounts")
                                .jsonPath()
                                .getLong("items[0].pendingFen"))
                        .isEqualTo(fen));
    }

    @Test
    void coupons_come_off_the_group_price_where_they_may_and_come_back_when_the_group_fails() {
        var template = Vouchers.running(Vouchers.amount(50), Map.of());
        var plain = running(20, 10, Map.of());
        var activity = running(20, 10, Map.of("coupons", true));
        var buyer = Shop.buyer();
        var coupon = Vouchers.claimed(buyer, template);
        take(buyer, plain, coupon, 0).then().statusCode(422).body("code", equalTo("GROUP_BUY_NO_COUPONS"));

        var quote = buyer.asks()
                .body(wish(buyer, activity, coupon))
                .post("/api/mp/v1/group-buys/{id}/quotes", activity.id())
                .then()
                .statusCode(200)
                .body("discountFen", equalTo(50))
                .body("goodsFen", equalTo(850))
                .extract()
                .jsonPath();
        var place = Groups.place(buyer, take(buyer, activity, coupon, quote.getLong("totalFen")));
        place.payAndAwait("GROUPING");
        assertThat(Vouchers.hand(buyer).getList("items.state")).containsExactly("USED");
        Groups.decide(place.group(), "fail").then().statusCode(200);

        buyer.awaitState(place.order(), "CLOSED");
        assertThat(paidBack(place)).isEqualTo(place.order().totalFen());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(Vouchers.hand(buyer).getList("items.state")).containsExactly("AVAILABLE"));
    }

    @Test
    void an_activity_that_has_given_away_its_budget_takes_nobody_until_it_is_raised() {
        var goods = Shop.product(1_000, 20);
        var wanted = request(goods, 900, 10, Map.of("lossBudgetFen", 150));
        var activity = published(goods, wanted);
        var leader = opened(Shop.buyer(), activity);
        assertThat(desk(activity.id()).getLong("givenFen")).isEqualTo(100);

        open(Shop.buyer(), activity, 1).then().statusCode(409).body("code", equalTo("GROUP_BUY_BUDGET_SPENT"));
        leader.buyer().cancel(leader.order()).then().statusCode(200);
        assertThat(desk(activity.id()).getLong("givenFen")).isZero();
        var second = led(activity);
        join(Shop.buyer(), activity, second.group(), 1)
                .then()
                .statusCode(409)
                .body("code", equalTo("GROUP_BUY_BUDGET_SPENT"));

        var more = new HashMap<>(wanted);
        more.put("lossBudgetFen", 100);
        change(activity.id(), more, 1).then().statusCode(409).body("code", equalTo("GROUP_BUY_IMMUTABLE"));
        more.put("lossBudgetFen", 400);
        change(activity.id(), more, 1).then().statusCode(200);
        var _ = joined(Shop.buyer(), activity, second.group());
        assertThat(desk(activity.id()).getLong("givenFen")).isEqualTo(200);
        assertThat(brokenBooks(activity, second)).isEmpty();
    }

    @Test
    void a_group_of_a_community_is_for_its_members() {
        var community = Quarter.Community.of(Quarter.Seller.hired());
        create(request(Shop.product(1_000, 20), 900, 5, Map.of("mode", "COMMUNITY")))
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("communityId"));
        var activity = running(20, 10, Map.of("mode", "COMMUNITY", "size", 2, "communityId", community.id()));
        var member = Quarter.Person.born("neighbour");
        var _ = member.join(community);
        var leader = opened(Shop.buyer(member.name()), activity);
        leader.payAndAwait("GROUPING");

        join(Shop.buyer(), activity, leader.group(), 1)
                .then()
                .statusCode(422)
                .body("code", equalTo("GROUP_BUY_AUDIENCE"));
        assertThat(as(Shop.buyer().token())
                        .get("/api/mp/v1/group-buys?limit=100")
                        .jsonPath()
                        .getList("items.id"))
                .doesNotContain(activity.id());
    }

    @Test
    void what_is_sold_in_groups_alone_cannot_be_bought_alone() {
        var activity = running(20, 10, Map.of("singleBuy", false));
        var buyer = Shop.buyer();

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> buyer.quote(List.of(Shop.line(activity.goods().sku(), 1)))
                                .then()
                                .statusCode(422)
                                .body("code", equalTo("NOT_FOR_SALE")));
        assertThat(opened(buyer, activity).group()).isNotBlank();
        command(activity.id(), "stop").then().statusCode(200);
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> buyer.quote(List.of(Shop.line(activity.goods().sku(), 1)))
                                .then()
                                .statusCode(200));
    }

    private static Activity ladder() {
        var goods = Shop.product(1_000, 20);
        var sku = Map.of("skuId", goods.sku(), "priceFen", 900, "quota", 10, "stepPricesFen", List.of(700));
        return running(goods, 10, Map.of("mode", "LADDER", "size", 2, "stepSizes", List.of(3), "skus", List.of(sku)));
    }

    private static Activity published(Goods goods, Map<String, Object> wanted) {
        var id = create(wanted).then().statusCode(201).extract().<String>path("id");
        command(id, "publish").then().statusCode(200);
        return new Activity(id, goods, 900);
    }

    private static Map<String, Object> wish(Buyer buyer, Activity activity, String coupon) {
        return Map.of(
                "skuId",
                activity.goods().sku(),
                "quantity",
                1,
                "addressId",
                buyer.addressId(),
                "couponIds",
                List.of(coupon));
    }

    private static Response take(Buyer buyer, Activity activity, String coupon, long total) {
        var body = new HashMap<>(wish(buyer, activity, coupon));
        body.put("agreedTotalFen", total);
        return buyer.asks()
                .header("Idempotency-Key", Shop.key())
                .body(body)
                .post("/api/mp/v1/group-buys/{id}/buy-groups", activity.id());
    }

    private static JsonPath reward(Place leader) {
        return as(staff("auditor"))
                .get("/api/admin/v1/buy-groups/{id}", leader.group())
                .jsonPath();
    }

    private static void awaitPaidBack(Place place, long fen) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(paidBack(place)).isEqualTo(fen));
    }

    private static long paidBack(Place place) {
        return SandboxControl.payment(place.order().number())
                .path("refundedFen")
                .asLong();
    }

    private static List<String> brokenBooks(Activity activity, Place place) {
        try (var owner = Database.asOwner()) {
            return Invariants.offenders(owner, "INV-06", SandboxControl.now()).stream()
                    .filter(line -> line.contains(activity.id())
                            || line.contains(place.group())
                            || line.contains(place.order().id()))
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
