package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.awaitGroup;
import static cn.siyu.groupbuy.Groups.joined;
import static cn.siyu.groupbuy.Groups.led;
import static cn.siyu.groupbuy.Groups.running;
import static cn.siyu.groupbuy.Groups.see;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.groupbuy.Groups.Activity;
import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Members who leave before their group is complete, give back afterwards, or pay too late (B10, B17, B18). */
@QuarkusTest
class ChangesOfMindTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void who_leaves_is_paid_back_and_others_take_his_place_and_his_lead() {
        var activity = running(20, 10, Map.of("perPersonQty", 2));
        var leader = led(activity);
        var second = joined(Shop.buyer(), activity, leader.group());
        second.payAndAwait("GROUPING");
        assertThat(see(leader.buyer(), leader.group()).getString("mine.leaveUntil"))
                .isNotBlank();
        var key = Shop.key();

        var left = leave(leader.buyer(), leader.group(), key)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();

        assertThat(left.getString("state")).isEqualTo("OPEN");
        assertThat(left.getInt("paid")).isEqualTo(1);
        assertThat(left.getInt("left")).isEqualTo(2);
        assertThat(left.getList("members.leader")).containsExactly(true);
        assertThat(left.getString("mine.leftAt")).isNotBlank();
        leave(leader.buyer(), leader.group(), key).then().statusCode(200).body("paid", equalTo(1));
        leave(leader.buyer(), leader.group()).then().statusCode(409).body("code", equalTo("STATE_CHANGED"));
        leave(Shop.buyer(), leader.group()).then().statusCode(404);
        awaitPaidBack(leader);
        assertThat(see(second.buyer(), leader.group()).getBoolean("mine.leader"))
                .isTrue();

        var third = joined(Shop.buyer(), activity, leader.group());
        third.payAndAwait("GROUPING");
        var fourth = joined(Shop.buyer(), activity, leader.group());
        fourth.payAndAwait("TO_SHIP");

        var group = awaitGroup(second.buyer(), leader.group(), "SUCCEEDED");
        assertThat(group.getInt("paid")).isEqualTo(3);
        assertThat(group.getList("members.state")).containsOnly("CONFIRMED").hasSize(3);
        second.buyer().awaitState(second.order(), "TO_SHIP");
        leave(second.buyer(), leader.group()).then().statusCode(409).body("code", equalTo("STATE_CHANGED"));
        // What he had taken of the activity is his to take again.
        assertThat(Groups.open(leader.buyer(), activity, 2).statusCode()).isEqualTo(201);
        assertThat(brokenBooks(activity, leader)).isEmpty();
    }

    @Test
    void when_the_last_one_leaves_the_group_has_failed_and_nobody_leaves_shortly_before_its_end() {
        var activity = running(20, 10, Map.of("groupTtlMinutes", 120, "lockBeforeExpiryMinutes", 60));
        var leader = led(activity);
        var hesitant = joined(Shop.buyer(), activity, leader.group());
        leave(hesitant.buyer(), leader.group()).then().statusCode(409).body("code", equalTo("STATE_CHANGED"));

        leave(leader.buyer(), leader.group())
                .then()
                .statusCode(200)
                .body("state", equalTo("FAILED"))
                .body("failReason", equalTo("ALL_LEFT"));

        awaitPaidBack(leader);
        hesitant.buyer().awaitState(hesitant.order(), "CANCELLED");
        assertThat(brokenBooks(activity, leader)).isEmpty();

        var late = led(activity);
        SandboxControl.advance(Duration.ofMinutes(61));
        var buyer = late.buyer().again();
        assertThat(see(buyer, late.group()).getString("mine.leaveUntil")).isNull();
        leave(buyer, late.group()).then().statusCode(409).body("code", equalTo("GROUP_LEAVE_CLOSED"));
    }

    @RepeatedTest(3)
    void of_leaving_and_the_last_payment_in_one_moment_one_comes_first() throws Exception {
        var activity = running(20, 10, Map.of("size", 2));
        var leader = led(activity);
        var other = joined(Shop.buyer(), activity, leader.group());
        other.buyer().startPayment(other.order()).then().statusCode(200);

        int status;
        boolean paid;
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var leaving =
                    both.submit(() -> leave(leader.buyer(), leader.group()).statusCode());
            var paying = both.submit(() -> pays(other));
            status = leaving.get();
            paid = paying.get();
        }

        assertThat(status).isIn(200, 409);
        if (status == 409) {
            other.buyer().awaitState(other.order(), "TO_SHIP");
            leader.buyer().awaitState(leader.order(), "TO_SHIP");
            assertThat(see(other.buyer(), leader.group()).getString("state")).isEqualTo("SUCCEEDED");
        } else {
            awaitPaidBack(leader);
            var owed = paid ? other.order().totalFen() : 0;
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(paidBack(other)).isEqualTo(owed));
            other.buyer().awaitState(other.order(), "CANCELLED");
            assertThat(see(leader.buyer(), leader.group()).getString("state")).isEqualTo("FAILED");
        }
        assertThat(brokenBooks(activity, leader)).isEmpty();
    }

    /** Whether WeChat still took the money. */
    private static boolean pays(Place place) {
        try {
            SandboxControl.pay(place.order().number());
            return true;
        } catch (AssertionError | RuntimeException refused) {
            return false;
        }
    }

    @Test
    void a_refund_after_the_success_leaves_the_group_whole_and_is_shown() {
        var activity = running(20, 10, Map.of("size", 2));
        var leader = led(activity);
        var other = joined(Shop.buyer(), activity, leader.group());
        other.payAndAwait("TO_SHIP");

        other.buyer().claim(other.order(), "REFUND_ONLY").then().statusCode(201);
        other.buyer().awaitState(other.order(), "CLOSED");

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(see(leader.buyer(), leader.group()).getList("members.state"))
                                .containsExactly("CONFIRMED", "REFUNDED"));
        var group = see(Shop.buyer(), leader.group());
        assertThat(group.getString("state")).isEqualTo("SUCCEEDED");
        assertThat(group.getInt("paid")).isEqualTo(2);
        leader.buyer().awaitState(leader.order(), "TO_SHIP");
        Shop.ship(leader.order());
        assertThat(brokenBooks(activity, leader)).isEmpty();
    }

    @Test
    void money_after_the_end_of_a_place_gets_it_again_while_there_is_one_and_goes_back_when_there_is_none() {
        var activity = running(20, 10, Map.of());
        var leader = led(activity);
        var slow = joined(Shop.buyer(), activity, leader.group());
        var slower = joined(Shop.buyer(), activity, leader.group());
        runOut(slow, slower);

        SandboxControl.payLate(slow.order().number());
        slow.buyer().again().awaitState(slow.order(), "GROUPING");
        joined(Shop.buyer(), activity, leader.group()).payAndAwait("TO_SHIP");
        SandboxControl.payLate(slower.order().number());

        var buyer = slower.buyer().again();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(see(buyer, leader.group()).getString("mine.givenUp"))
                        .isEqualTo("GROUP_CLOSED"));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(paidBack(slower)).isEqualTo(slower.order().totalFen()));
        assertThat(buyer.see(slower.order()).getString("state")).isEqualTo("CANCELLED");
        slow.buyer().again().awaitState(slow.order(), "TO_SHIP");
        assertThat(see(buyer, leader.group()).getInt("paid")).isEqualTo(3);
        assertThat(brokenBooks(activity, leader)).isEmpty();
    }

    /** Their time runs out while WeChat knows nothing of their payments yet. */
    private static void runOut(Place... places) {
        for (var place : places) {
            place.buyer().startPayment(place.order()).then().statusCode(200);
            SandboxControl.refuse(
                    "query", 404, "ORDER_NOT_EXIST", 50, place.order().number());
        }
        SandboxControl.advance(Duration.ofMinutes(16));
        for (var place : places) {
            place.buyer().again().awaitState(place.order(), "CANCELLED");
        }
        SandboxControl.reset();
    }

    private static Response leave(Buyer buyer, String group) {
        return leave(buyer, group, Shop.key());
    }

    private static Response leave(Buyer buyer, String group, String key) {
        return buyer.asks().header("Idempotency-Key", key).post("/api/mp/v1/buy-groups/{id}/leave", group);
    }

    private static void awaitPaidBack(Place place) {
        place.buyer().awaitState(place.order(), "CLOSED");
        assertThat(paidBack(place)).isEqualTo(place.order().totalFen());
    }

    private static long paidBack(Place place) {
        return SandboxControl.payment(place.order().number())
                .path("refundedFen")
                .asLong();
    }

    /** What is wrong with this activity and this group by their invariant. */
    private static List<String> brokenBooks(Activity activity, Place place) {
        try (var owner = Database.asOwner()) {
            return Invariants.offenders(owner, "INV-06", SandboxControl.now()).stream()
                    .filter(line -> line.contains(activity.id()) || line.contains(place.group()))
                    .toList();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
