package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.awaitGroup;
import static cn.siyu.groupbuy.Groups.awaitRefunds;
import static cn.siyu.groupbuy.Groups.command;
import static cn.siyu.groupbuy.Groups.decide;
import static cn.siyu.groupbuy.Groups.desk;
import static cn.siyu.groupbuy.Groups.join;
import static cn.siyu.groupbuy.Groups.joined;
import static cn.siyu.groupbuy.Groups.led;
import static cn.siyu.groupbuy.Groups.open;
import static cn.siyu.groupbuy.Groups.opened;
import static cn.siyu.groupbuy.Groups.running;
import static cn.siyu.groupbuy.Groups.see;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Groups that fill, groups that do not, and who is turned away: over HTTP, paid at the sandbox. */
@QuarkusTest
class BuyGroupStoryTest {

    @Test
    void a_group_fills_and_all_orders_go_on_together() {
        var activity = running(20, 10, Map.of());
        var leader = opened(Shop.buyer(), activity);
        var stranger = Shop.buyer();

        stranger.asks().get("/api/mp/v1/buy-groups/{id}", leader.group()).then().statusCode(404);
        assertThat(see(leader.buyer(), leader.group()).getString("state")).isEqualTo("PENDING");
        leader.payAndAwait("GROUPING");

        var open = stranger.asks()
                .get("/api/mp/v1/group-buys/{id}/open-buy-groups", activity.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(open.getList("items.id")).containsExactly(leader.group());
        assertThat(open.getString("items[0].leaderName")).isNotBlank();
        assertThat(leader.buyer()
                        .asks()
                        .get("/api/mp/v1/group-buys/{id}/open-buy-groups", activity.id())
                        .jsonPath()
                        .getList("items"))
                .isEmpty();

        var second = joined(stranger, activity, leader.group());
        second.payAndAwait("GROUPING");
        assertThat(join(stranger, activity, leader.group(), 1).<String>path("code"))
                .isEqualTo("GROUP_ALREADY_JOINED");
        var third = joined(Shop.buyer(), activity, leader.group());
        third.payAndAwait("TO_SHIP");

        var group = awaitGroup(stranger, leader.group(), "SUCCEEDED");
        leader.buyer().awaitState(leader.order(), "TO_SHIP");
        second.buyer().awaitState(second.order(), "TO_SHIP");
        assertThat(group.getString("completedBy")).isEqualTo("MEMBERS");
        assertThat(group.getInt("paid")).isEqualTo(3);
        assertThat(group.getList("members.state")).containsOnly("CONFIRMED").hasSize(3);
        assertThat(group.getString("mine.orderId")).isEqualTo(second.order().id());
        assertThat(group.getString("serverTime")).isNotBlank();
        assertThat(stranger.asks().get("/api/mp/v1/me/buy-groups").jsonPath().getString("items[0].state"))
                .isEqualTo("SUCCEEDED");
        assertThat(desk(activity.id()).getInt("skus[0].left")).isEqualTo(7);
        Shop.ship(third.order());
    }

    @Test
    void a_group_that_does_not_fill_gives_everybody_his_own_money_back_and_the_stock_too() {
        var activity = running(10, 5, Map.of("groupTtlMinutes", 20, "perPersonQty", 2));
        var leader = led(activity);
        var second = joined(Shop.buyer(), activity, leader.group());
        second.payAndAwait("GROUPING");
        var hesitant = joined(Shop.buyer(), activity, leader.group());

        SandboxControl.advance(Duration.ofMinutes(21));

        var again = leader.buyer().again();
        var failed = awaitGroup(again, leader.group(), "FAILED");
        assertThat(failed.getString("failReason")).isEqualTo("EXPIRED");
        awaitRefunds(again, leader.group(), 2);
        again.awaitState(leader.order(), "CLOSED");
        second.buyer().again().awaitState(second.order(), "CLOSED");
        hesitant.buyer().again().awaitState(hesitant.order(), "CANCELLED");
        await().untilAsserted(() ->
                assertThat(desk(activity.id()).getInt("skus[0].left")).isEqualTo(5));
        assertThat(opened(again, activity).group()).isNotEqualTo(leader.group());
    }

    @Test
    void of_twenty_who_want_the_last_place_one_gets_it_and_the_others_pay_nothing() throws Exception {
        var activity = running(40, 30, Map.of("size", 2));
        var leader = led(activity);
        var other = led(activity);
        var buyers = Stream.generate(Shop::buyer).limit(20).toList();

        var answers = atOnce(buyers, buyer -> join(buyer, activity, leader.group(), 1));

        var byStatus = answers.stream().collect(groupingBy(Response::statusCode, counting()));
        assertThat(byStatus).isEqualTo(Map.of(201, 1L, 409, 19L));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
                .allSatisfy(answer -> {
                    assertThat(answer.<String>path("code")).isEqualTo("GROUP_FULL");
                    assertThat(answer.jsonPath().getList("alternatives")).containsExactly(other.group());
                    assertThat(answer.jsonPath().getBoolean("canOpenNew")).isTrue();
                });
        assertThat(see(leader.buyer(), leader.group()).getInt("left")).isZero();
    }

    @Test
    void the_merchant_completes_a_group_openly_and_who_still_held_a_place_may_pay() {
        var activity = running(20, 10, Map.of());
        var leader = led(activity);
        var holder = joined(Shop.buyer(), activity, leader.group());

        decide(leader.group(), "complete").then().statusCode(200);

        leader.buyer().awaitState(leader.order(), "TO_SHIP");
        var group = see(Shop.buyer(), leader.group());
        assertThat(group.getString("completedBy")).isEqualTo("MERCHANT");
        assertThat(group.getInt("paid")).isEqualTo(1);
        holder.payAndAwait("TO_SHIP");
        assertThat(see(holder.buyer(), leader.group()).getInt("paid")).isEqualTo(2);
        assertThat(decide(leader.group(), "fail").<String>path("code")).isEqualTo("STATE_CHANGED");
        assertThat(decide(Shop.key(), "complete").statusCode()).isEqualTo(404);
    }

    @Test
    void a_group_that_the_merchant_ends_is_refunded() {
        var activity = running(20, 10, Map.of());
        var leader = led(activity);
        var holder = joined(Shop.buyer(), activity, leader.group());

        decide(leader.group(), "fail").then().statusCode(200);

        awaitRefunds(leader.buyer(), leader.group(), 1);
        holder.buyer().awaitState(holder.order(), "CANCELLED");
        assertThat(decide(leader.group(), "complete").<String>path("code")).isEqualTo("STATE_CHANGED");
    }

    @Test
    void a_stopped_activity_fails_its_groups_and_gives_its_stock_back() {
        var activity = running(10, 10, Map.of());
        var leader = led(activity);
        var unpaid = opened(Shop.buyer(), activity);

        command(activity.id(), "stop").then().statusCode(200);

        assertThat(awaitGroup(leader.buyer(), leader.group(), "FAILED").getString("failReason"))
                .isEqualTo("ACTIVITY_STOPPED");
        awaitRefunds(leader.buyer(), leader.group(), 1);
        unpaid.buyer().awaitState(unpaid.order(), "CANCELLED");
        assertThat(open(Shop.buyer(), activity, 1).<String>path("code")).isEqualTo("GROUP_BUY_NOT_RUNNING");
        SandboxControl.advance(Duration.ofSeconds(30));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(Shop.buyer().order(activity.goods(), 9).id()).isNotBlank());
    }

    @Test
    void a_group_for_new_members_asks_twice_whether_they_are() {
        var plain = Shop.product(1_000, 10);
        var activity = running(20, 10, Map.of("mode", "NEW_MEMBER"));
        var old = Shop.buyer();
        assertThat(old.buy(plain, 1).id()).isNotBlank();
        var leader = opened(old, activity);
        leader.payAndAwait("GROUPING");
        var known = Shop.buyer();
        assertThat(known.buy(plain, 1).id()).isNotBlank();
        var sly = Shop.buyer();

        assertThat(join(known, activity, leader.group(), 1).<String>path("code"))
                .isEqualTo("GROUP_BUY_NEW_MEMBERS_ONLY");
        var place = joined(sly, activity, leader.group());
        assertThat(sly.buy(plain, 1).id()).isNotBlank();
        place.pay();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(see(sly, leader.group()).getString("mine.givenUp"))
                        .isEqualTo("GROUP_BUY_NEW_MEMBERS_ONLY"));
        assertThat(see(sly, leader.group()).getInt("left")).isEqualTo(2);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(SandboxControl.payment(place.order().number())
                                        .path("refundedFen")
                                        .asLong())
                                .isEqualTo(place.order().totalFen()));
    }

    @Test
    void limits_hold_even_for_two_requests_in_one_moment() throws Exception {
        var activity = running(20, 10, Map.of("perPersonQty", 2, "maxOpenGroupsPerPerson", 1));
        var greedy = Shop.buyer();

        var answers = atOnce(List.of(greedy, greedy, greedy, greedy), buyer -> open(buyer, activity, 1));

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 201))
                .hasSize(1);
        var other = Shop.buyer();
        assertThat(open(other, activity, 3).<String>path("code")).isEqualTo("GROUP_BUY_QUANTITY");
        var agreed = Groups.wish(other, activity, 1);
        var cheap = new HashMap<>(agreed);
        cheap.put("agreedTotalFen", 1);
        var changed = other.asks()
                .header("Idempotency-Key", Shop.key())
                .body(cheap)
                .post("/api/mp/v1/group-buys/{id}/buy-groups", activity.id());
        assertThat(changed.<String>path("code")).isEqualTo("PRICE_CHANGED");
        assertThat(changed.jsonPath().getLong("totalFen")).isEqualTo(agreed.get("agreedTotalFen"));
        var frugal = new HashMap<>(agreed);
        frugal.put("couponIds", List.of(activity.id()));
        other.asks()
                .header("Idempotency-Key", Shop.key())
                .body(frugal)
                .post("/api/mp/v1/group-buys/{id}/buy-groups", activity.id())
                .then()
                .statusCode(422)
                .body("code", equalTo("GROUP_BUY_NO_COUPONS"));
    }

    private interface Try {
        Response by(Buyer buyer);
    }

    private static List<Response> atOnce(List<Buyer> buyers, Try what) throws InterruptedException, ExecutionException {
        var barrier = new CyclicBarrier(buyers.size());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = IntStream.range(0, buyers.size())
                    .mapToObj(i -> threads.submit(() -> {
                        barrier.await();
                        return what.by(buyers.get(i));
                    }))
                    .toList();
            var answers = new ArrayList<Response>();
            for (var each : running) {
                answers.add(each.get());
            }
            return answers;
        }
    }
}
