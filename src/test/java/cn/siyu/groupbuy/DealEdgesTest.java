package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.awaitGroup;
import static cn.siyu.groupbuy.Groups.joined;
import static cn.siyu.groupbuy.Groups.led;
import static cn.siyu.groupbuy.Groups.opened;
import static cn.siyu.groupbuy.Groups.running;
import static cn.siyu.groupbuy.Groups.see;
import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.key;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.groupbuy.Groups.Activity;
import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.promotion.Vouchers;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Deals where several of their parts meet: units, coupons, commissions, a lead that is handed on (B16, B17, B19, B22). */
@QuarkusTest
class DealEdgesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_ladder_pays_back_by_the_unit_and_a_coupon_stays_spent() {
        var goods = Shop.product(1_000, 20);
        var sku = Map.of("skuId", goods.sku(), "priceFen", 900, "quota", 10, "stepPricesFen", List.of(667));
        var activity = running(
                goods,
                10,
                Map.of("mode", "LADDER", "size", 2, "stepSizes", List.of(3), "coupons", true, "skus", List.of(sku)));
        var buyer = Shop.buyer();
        var coupon = Vouchers.claimed(buyer, Vouchers.running(Vouchers.amount(51), Map.of()));
        var leader = take(buyer, activity, "/group-buys/" + activity.id() + "/buy-groups", 2, coupon);
        leader.payAndAwait("GROUPING");
        joined(Shop.buyer(), activity, leader.group()).payAndAwait("GROUPING");
        joined(Shop.buyer(), activity, leader.group()).payAndAwait("TO_SHIP");

        awaitRebate(leader, 2 * 233);

        assertThat(paidBack(leader)).isEqualTo(2 * 233);
        assertThat(Vouchers.hand(buyer).getList("items.state")).containsExactly("USED");
        buyer.claim(leader.order(), "REFUND_ONLY", 2).then().statusCode(201);
        SandboxControl.advance(Duration.ofMinutes(2));
        buyer.again().awaitState(leader.order(), "CLOSED");
        assertThat(paidBack(leader)).isEqualTo(leader.order().totalFen());
    }

    @Test
    void who_inherits_a_group_goes_free_in_its_leaders_place_by_what_he_really_paid() {
        var activity = running(20, 10, Map.of("mode", "LEADER_FREE", "coupons", true));
        var first = led(activity);
        var heir = Shop.buyer();
        var coupon = Vouchers.claimed(heir, Vouchers.running(Vouchers.amount(50), Map.of()));
        var second = take(heir, activity, "/buy-groups/" + first.group() + "/seats", 1, coupon);
        second.payAndAwait("GROUPING");
        first.buyer()
                .asks()
                .header("Idempotency-Key", key())
                .post("/api/mp/v1/buy-groups/{id}/leave", first.group())
                .then()
                .statusCode(200);
        var third = joined(Shop.buyer(), activity, first.group());
        third.payAndAwait("GROUPING");
        joined(Shop.buyer(), activity, first.group()).payAndAwait("TO_SHIP");

        awaitRebate(second, 850);

        assertThat(paidBack(first)).isEqualTo(first.order().totalFen());
        assertThat(paidBack(third)).isZero();
        var desk = desk(first);
        assertThat(desk.getString("reward.state")).isEqualTo("GRANTED");
        assertThat(desk.getString("reward.orderId")).isEqualTo(second.order().id());
        assertThat(desk.getLong("reward.amountFen")).isEqualTo(850);
        assertThat(awaitGroup(heir, first.group(), "SUCCEEDED").getString("mine.benefit"))
                .isEqualTo("GRANTED");
    }

    @Test
    void a_leader_has_the_benefit_or_the_commission_of_his_group_as_the_activity_says() {
        var off = Map.<String, Object>of("kind", "PRICE_OFF", "offFen", 100);
        var partner = Partners.distributor();

        var other = groupOf(partner, Map.of("size", 2, "leaderBenefit", off, "benefitFirst", false));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(desk(other).getString("reward.note")).isEqualTo("COMMISSION_INSTEAD"));
        assertThat(desk(other).getString("reward.state")).isEqualTo("SKIPPED");
        assertThat(paidBack(other)).isZero();
        // 5 % of what the other one paid for goods.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(pending(partner)).isEqualTo(45));

        var one = groupOf(partner, Map.of("size", 2, "leaderBenefit", off));
        awaitRebate(one, 100);
        assertThat(desk(one).getString("reward.state")).isEqualTo("GRANTED");
        assertThat(pending(partner)).isEqualTo(45);
    }

    /** The distributor leads it, and the other one comes by his promotion code. */
    private static Place groupOf(Partners.Distributor partner, Map<String, Object> values) {
        var activity = running(20, 10, values);
        var leader = opened(Shop.buyer(partner.name()), activity);
        leader.payAndAwait("GROUPING");
        var friend = Shop.buyer();
        var body = new HashMap<>(Groups.wish(friend, activity, 1));
        body.put("promoCode", partner.promoCode());
        var answer = friend.asks()
                .header("Idempotency-Key", key())
                .body(body)
                .post("/api/mp/v1/buy-groups/{id}/seats", leader.group());
        Groups.place(friend, answer).payAndAwait("TO_SHIP");
        return leader;
    }

    private static long pending(Partners.Distributor partner) {
        return as(partner.token()).get("/api/partner/v1/accounts").jsonPath().getLong("items[0].pendingFen");
    }

    private static Place take(Buyer buyer, Activity activity, String door, int quantity, String coupon) {
        var wish = new HashMap<String, Object>(Map.of(
                "skuId",
                activity.goods().sku(),
                "quantity",
                quantity,
                "addressId",
                buyer.addressId(),
                "couponIds",
                List.of(coupon)));
        var total = buyer.asks()
                .body(wish)
                .post("/api/mp/v1/group-buys/{id}/quotes", activity.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("totalFen");
        wish.put("agreedTotalFen", total);
        var place = Groups.place(
                buyer, buyer.asks().header("Idempotency-Key", key()).body(wish).post("/api/mp/v1" + door));
        assertThat(place.order().totalFen()).isEqualTo(total);
        return place;
    }

    private static void awaitRebate(Place place, int fen) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(see(place.buyer(), place.group()).<Integer>get("mine.rebateFen"))
                    .isEqualTo(fen);
            assertThat(paidBack(place)).isEqualTo(fen);
        });
    }

    private static JsonPath desk(Place place) {
        return as(staff("auditor"))
                .get("/api/admin/v1/buy-groups/{id}", place.group())
                .jsonPath();
    }

    private static long paidBack(Place place) {
        return SandboxControl.payment(place.order().number())
                .path("refundedFen")
                .asLong();
    }
}
