package cn.siyu.race;

import static cn.siyu.race.Crowds.atOnce;
import static cn.siyu.race.Crowds.tasks;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopFleet;
import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Buyers who want the same thing in the same moment, at two application processes on one database. Time runs out before the
 * great crossing: its hundreds of unpaid orders need not be ended here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RaceIT {

    private static final int CROWD = 200;
    private static final int CROSSINGS = 500;
    private static final int CROSSING_AT_ONCE = 24;
    private static final int CROSSING_BUYERS = 40;
    private static final int UNPAID = 30;
    private static final int PARCELS = 10;
    private static final int HANDS_ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ShopFleet fleet;
    private static List<RemoteShop> shops;
    private static List<Buyer> crowd;
    private static Contestants contestants;

    @BeforeAll
    static void open() {
        fleet = Arena.enter();
        shops = List.of(RemoteShop.of(fleet, 0), RemoteShop.of(fleet, 1));
        crowd = shops.getFirst().buyers("crowd", CROWD);
        contestants = new Contestants(fleet, shops);
    }

    @AfterAll
    static void close() {
        Arena.leave();
    }

    @Test
    @Order(1)
    void two_hundred_buyers_for_one_unit_make_one_order_and_hear_no_before_paying() throws SQLException {
        var sku = shop(0).goods("last-one", 1, 9_900, 1).getFirst();
        var lines = List.of(new Line(sku, 1));
        var hashes = RemoteShop.together(16, tasks(CROWD, i -> shop(i).quoteHash(crowd.get(i), lines)));
        var prepares = shop(0).weChatCalls("prepay");

        var answers = atOnce(CROWD, i -> shop(i).place(crowd.get(i), RemoteShop.key("order"), lines, hashes.get(i)));

        assertThat(answers).filteredOn(answer -> answer.status() == 201).hasSize(1);
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 201)
                .hasSize(CROWD - 1)
                .allSatisfy(
                        answer -> assertThat(answer.code()).as(answer.text()).isEqualTo("STOCK_SHORT"));
        assertThat(shop(0).weChatCalls("prepay")).isEqualTo(prepares);
        assertThat(fleet.number("select on_hand from inventory_stock where sku = '%s'", sku))
                .isEqualTo(1);
        assertThat(fleet.number("select reserved from inventory_stock where sku = '%s'", sku))
                .isEqualTo(1);
        assertThat(fleet.number("select count(*) from trade_order_line where sku_id = '%s'", sku))
                .isEqualTo(1);
    }

    @Test
    @Order(2)
    void the_same_order_twenty_times_at_once_is_one_order_with_twenty_equal_answers() throws SQLException {
        var sku = shop(0).goods("same-order", 1, 5_000, 1_000).getFirst();
        var lines = List.of(new Line(sku, 2));
        var buyer = crowd.getFirst();
        var hash = shop(0).quoteHash(buyer, lines);
        var key = RemoteShop.key("order");

        var answers = atOnce(20, i -> shop(i).place(buyer, key, lines, hash));

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(201));
        assertThat(answers.stream().map(Answer::text).distinct()).hasSize(1);
        assertThat(fleet.number("select count(*) from trade_order_line where sku_id = '%s'", sku))
                .isEqualTo(1);
        assertThat(fleet.number("select reserved from inventory_stock where sku = '%s'", sku))
                .isEqualTo(2);

        var other = shop(1).place(buyer, key, List.of(new Line(sku, 3)), hash);

        assertThat(other.code()).isEqualTo("IDEMPOTENCY_MISMATCH");
    }

    @Test
    @Order(3)
    void two_lines_of_one_sku_are_one_demand() throws SQLException {
        var sku = shop(0).goods("two-lines", 1, 5_000, 3).getFirst();
        var buyer = crowd.get(1);
        var tooMany = List.of(new Line(sku, 2), new Line(sku, 2));
        var fitting = List.of(new Line(sku, 1), new Line(sku, 2));

        var refused = shop(0).place(buyer, RemoteShop.key("order"), tooMany, shop(1).quoteHash(buyer, tooMany));
        var placed = shop(1).place(buyer, RemoteShop.key("order"), fitting, shop(0).quoteHash(buyer, fitting));

        assertThat(refused.code()).as(refused.text()).isEqualTo("STOCK_SHORT");
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        assertThat(fleet.number("select reserved from inventory_stock where sku = '%s'", sku))
                .isEqualTo(3);
    }

    @Test
    @Order(3)
    void the_last_coupon_of_two_hundred_claims_is_one_and_goes_into_one_order() throws SQLException {
        var template = RemoteCoupons.running(shop(0), 1);

        var claims = atOnce(CROWD, i -> RemoteCoupons.claim(shop(i), crowd.get(i), template));

        assertThat(claims).filteredOn(claim -> claim.status() == 201).hasSize(1);
        assertThat(claims)
                .filteredOn(claim -> claim.code().equals("COUPON_GONE"))
                .hasSize(CROWD - 1);
        assertThat(fleet.number("select taken from promotion_template where id = '%s'", template))
                .isEqualTo(1);
        var lucky = claims.stream().map(Answer::status).toList().indexOf(201);
        var wish = RemoteCoupons.wish(
                shop(0), crowd.get(lucky), shop(0).goods("coupon", 1, 5_000, 50).getFirst(), claims.get(lucky));
        var orders = atOnce(12, i -> RemoteCoupons.place(shop(i), crowd.get(lucky), wish));
        assertThat(orders).filteredOn(order -> order.status() == 201).hasSize(1);
    }

    @Test
    @Order(4)
    void what_time_does_is_done_once_although_two_processes_look() throws SQLException {
        var sku = shop(0).goods("overdue", 1, 5_000, 1_000).getFirst();
        var lines = List.of(new Line(sku, 1));
        var orders =
                RemoteShop.together(8, tasks(UNPAID, i -> RemoteShop.uuid(shop(i).order(crowd.get(i), lines), "id")));

        shop(0).advance(Duration.ofMinutes(21));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                fleet.number("select count(*) from trade_order where state = 'PENDING_PAYMENT'"))
                        .isZero());
        for (var order : orders) {
            assertThat(fleet.number(
                            "select count(*) from kernel_outbox where type = 'OrderCancelled' and key = '%s'", order))
                    .isEqualTo(1);
        }
        assertThat(fleet.number("select count(*) from inventory_movement where type = 'RELEASE' and sku = '%s'", sku))
                .isEqualTo(UNPAID);
        assertThat(fleet.number("select reserved from inventory_stock where sku = '%s'", sku))
                .isZero();
    }

    /** Thirty-two hands of one person at both processes; a hundred rounds of it are in {@code LastUnitsIT} (REL-21). */
    @ParameterizedTest
    @EnumSource
    @Order(4)
    void what_a_person_may_do_once_is_done_once_however_many_hands_he_has(Contest contest) throws SQLException {
        contestants.compete(contest, HANDS_ROUNDS);
    }

    /** The small form of {@code LastUnitsIT}; a database that is far away for one of the two processes. */
    @Test
    @Order(5)
    void the_last_units_are_sold_once_and_stay_sold() throws Exception {
        var sku = shop(0).goods("last-units", 1, 9_900, 8).getFirst();
        fleet.line().delay(Duration.ofMillis(5), Duration.ofMillis(50));

        var rush = new Rush(fleet, shops, crowd.subList(0, 60), sku, 8);
        rush.run(2);

        fleet.line().straight();
        assertThat(rush.faults()).isEmpty();
    }

    @Test
    @Order(6)
    void crossing_baskets_never_deadlock() throws SQLException {
        var skus = shop(0).goods("crossing", 2, 5_000, 100_000);
        var there = List.of(new Line(skus.get(0), 1), new Line(skus.get(1), 1));
        var back = there.reversed();
        var hashes = List.of(
                RemoteShop.together(16, tasks(CROSSING_BUYERS, i -> shop(i).quoteHash(crowd.get(i), there))),
                RemoteShop.together(16, tasks(CROSSING_BUYERS, i -> shop(i).quoteHash(crowd.get(i), back))));

        var answers = RemoteShop.together(CROSSING_AT_ONCE, tasks(CROSSINGS, i -> {
            var who = i % CROSSING_BUYERS;
            var way = i / 2 % 2;
            var key = RemoteShop.key("order");
            return patiently(() -> shop(i).place(
                            crowd.get(who),
                            key,
                            way == 0 ? there : back,
                            hashes.get(way).get(who)));
        }));

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(201));
        assertThat(fleet.number("select reserved from inventory_stock where sku = '%s'", skus.get(0)))
                .isEqualTo(CROSSINGS);
        assertThat(fleet.number("select reserved from inventory_stock where sku = '%s'", skus.get(1)))
                .isEqualTo(CROSSINGS);
        assertThat(fleet.number("select deadlocks from pg_stat_database where datname = current_database()"))
                .isZero();
    }

    /** On a machine that has much else to do, the queue for a row may be longer than a lock is waited for: who hears so asks again. */
    private static Answer patiently(Supplier<Answer> request) {
        var answer = request.get();
        for (var again = 0; again < 5 && answer.code().equals("TEMPORARILY_UNAVAILABLE"); again++) {
            answer = request.get();
        }
        return answer;
    }

    @Test
    @Order(7)
    void a_payment_that_is_told_thirty_times_to_both_processes_is_captured_once() throws SQLException {
        var sku = shop(0).goods("told-often", 1, 8_800, 10).getFirst();
        var buyer = crowd.get(2);
        var order = shop(0).order(buyer, List.of(new Line(sku, 1)));
        var id = RemoteShop.uuid(order, "id");
        var number = order.path("orderNo").asText();
        var starts = atOnce(10, i -> shop(i).startPayment(buyer.token(), id));
        assertThat(starts)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.text()).isEqualTo(200));
        tellAll(Map.of("mode", "DUPLICATE", "copies", 10, "concurrent", false));
        var _ = shop(0).payAtWeChat(RemoteShop.prepayId(starts.getLast())).expect(200);
        awaitState(buyer, id, "TO_SHIP");
        tellAll(Map.of("mode", "NORMAL"));

        var statuses = shop(0).weChat()
                .post(
                        "",
                        "/_control/notifications/" + number + "/redeliver",
                        Map.of("mode", "NORMAL", "copies", 20, "concurrent", true))
                .expect(200)
                .json()
                .path("statuses");

        assertThat(statuses.valueStream().map(JsonNode::asInt))
                .hasSize(20)
                .allMatch(status -> status == 200 || status == 204);
        assertThat(fleet.number(
                        "select count(*) from payment_attempt where order_no = '%s' and state = 'CAPTURED'", number))
                .isEqualTo(1);
        assertThat(fleet.number("select count(*) from kernel_outbox where type = 'OrderPaid' and key = '%s'", id))
                .isEqualTo(1);
        Crowds.booksAgree(fleet, shop(0));
    }

    @Test
    @Order(8)
    void a_job_that_both_processes_could_take_is_done_by_one() throws SQLException {
        var sku = shop(0).goods("by-file", 1, 9_900, 100).getFirst();
        var orders = RemoteShop.together(PARCELS, tasks(PARCELS, i -> paid(crowd.get(i), sku)));
        var rows = IntStream.range(0, PARCELS)
                .mapToObj(i -> orders.get(i).path("orderNo").asText() + ",SF,SF0000" + i + "\n")
                .collect(Collectors.joining());
        var ops = shop(0).staff("ops");

        var job = shop(0).api()
                .postText(ops, "/api/admin/v1/shipment-imports", "text/csv", "orderNo,carrier,trackingNo\n" + rows)
                .expect(202)
                .json()
                .path("jobId")
                .asText();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(shop(1).api()
                                .get(ops, "/api/admin/v1/jobs/" + job)
                                .json()
                                .path("state")
                                .asText())
                        .isEqualTo("DONE"));
        for (var order : orders) {
            var id = order.path("id").asText();
            assertThat(fleet.number("select count(*) from trade_shipment where order_id = '%s'", id))
                    .isEqualTo(1);
            assertThat(fleet.number(
                            "select count(*) from kernel_outbox where type = 'OrderShipped' and key = '%s'", id))
                    .isEqualTo(1);
        }
    }

    private static JsonNode paid(Buyer buyer, UUID sku) {
        var order = shop(0).order(buyer, List.of(new Line(sku, 1)));
        var id = RemoteShop.uuid(order, "id");
        var started = shop(1).startPayment(buyer.token(), id).expect(200);
        var _ = shop(0).payAtWeChat(RemoteShop.prepayId(started)).expect(200);
        awaitState(buyer, id, "TO_SHIP");
        return order;
    }

    @Test
    @Order(9)
    void in_the_end_all_books_agree() throws SQLException {
        fleet.checkInvariants(shop(0).now());

        assertThat(fleet.number("select count(*) from kernel_dead_letter")).isZero();
        Crowds.booksAgree(fleet, shop(0));
        assertThat(fleet.shop(0).log() + fleet.shop(1).log()).doesNotContain("deadlock detected");
    }

    private static void awaitState(Buyer buyer, UUID order, String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                shop(1).see(buyer.token(), order).path("state").asText())
                        .isEqualTo(state));
    }

    private static void tellAll(Map<String, ?> mode) {
        var _ = shop(0).weChat().post("", "/_control/notify-mode", mode).expect(200);
    }

    private static RemoteShop shop(int which) {
        return shops.get(which % shops.size());
    }
}
