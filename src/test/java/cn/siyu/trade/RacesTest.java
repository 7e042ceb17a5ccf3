package cn.siyu.trade;

import static cn.siyu.testing.Shop.line;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many at once: nobody gets what is not there, nobody gets it twice, and no deadlock reaches anyone. */
@QuarkusTest
class RacesTest {

    @Test
    void the_same_order_twenty_times_at_once_is_one_order_and_twenty_equal_answers() throws Exception {
        var goods = Shop.product(1000, 5);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.sku(), 1));
        String hash = buyer.quote(lines).path("quoteHash");
        var key = Shop.key();

        var answers = atOnce(20, _ -> buyer.place(key, lines, hash));

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(answers.stream().map(Response::asString).distinct()).hasSize(1);
        assertThat(buyer.asks().get("/api/mp/v1/orders").jsonPath().getList("items"))
                .hasSize(1);
    }

    @Test
    void the_last_units_go_to_as_many_buyers_as_there_are_units() throws Exception {
        var goods = Shop.product(1000, 3);
        var buyers = Stream.generate(Shop::buyer).limit(8).toList();

        var answers = atOnce(buyers.size(), i -> order(buyers.get(i), List.of(line(goods.sku(), 1))));

        var byStatus = answers.stream().collect(groupingBy(Response::statusCode, Collectors.counting()));
        assertThat(byStatus).isEqualTo(Map.of(201, 3L, 409, 5L));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 409))
                .allSatisfy(answer -> assertThat(answer.<String>path("code")).isEqualTo("STOCK_SHORT"));
    }

    @Test
    void crossing_baskets_do_not_wait_for_each_other_in_a_ring() throws Exception {
        var goods = Shop.product(1000, 200, 3, "SEVEN_DAYS");
        var there = goods.skus().stream().map(sku -> line(sku, 1)).toList();
        var back = goods.skus().reversed().stream().map(sku -> line(sku, 1)).toList();
        var buyers = Stream.generate(Shop::buyer).limit(6).toList();

        for (var round = 0; round < 4; round++) {
            var answers = atOnce(buyers.size(), i -> order(buyers.get(i), i % 2 == 0 ? there : back));

            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        }
    }

    @Test
    void two_lines_of_one_sku_count_together() {
        var goods = Shop.product(1000, 3);
        var buyer = Shop.buyer();

        var answer = order(buyer, List.of(line(goods.sku(), 2), line(goods.sku(), 2)));

        answer.then().statusCode(409);
        assertThat(answer.<String>path("code")).isEqualTo("STOCK_SHORT");
        assertThat(answer.jsonPath().getList("errors.field")).containsExactly("lines[0].quantity", "lines[1].quantity");
    }

    @Test
    void an_order_is_cancelled_once_however_often_it_is_asked() throws Exception {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(goods, 1);

        var answers = atOnce(6, _ -> buyer.cancel(order));

        assertThat(answers.stream().map(Response::statusCode)).allMatch(status -> status == 200 || status == 409);
        assertThat(answers.stream().map(Response::statusCode)).contains(200);
        assertThat(buyer.see(order).getString("state")).isEqualTo("CANCELLED");
        assertThat(Shop.buyer().order(goods, 1).number()).isNotEqualTo(order.number());
    }

    @Test
    void a_unit_is_claimed_once_however_many_claims_come_at_once() throws Exception {
        var goods = Shop.product(1000, 1);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 1);
        Shop.ship(order);

        var answers = atOnce(5, _ -> buyer.claim(order, "RETURN_REFUND", 1));

        assertThat(answers.stream().filter(answer -> answer.statusCode() == 201))
                .hasSize(1);
        assertThat(answers.stream().map(Response::statusCode))
                .allMatch(status -> List.of(201, 409, 422).contains(status));
    }

    @Test
    void a_parcel_is_sent_once_however_often_it_is_told() throws Exception {
        var goods = Shop.product(1000, 2);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 2);
        Map<String, Object> parcel = Map.of("carrier", "SF", "trackingNo", "SF" + System.nanoTime());

        var answers = atOnce(5, _ -> Shop.ship(order, parcel));

        assertThat(answers.stream().map(Response::statusCode)).allMatch(status -> status == 200 || status == 409);
        assertThat(buyer.asks()
                        .get("/api/mp/v1/orders/{id}/shipments", order.id())
                        .jsonPath()
                        .getList("items"))
                .hasSize(1);
    }

    @Test
    void a_unit_is_sent_or_taken_off_the_order_and_never_both() throws Exception {
        var goods = Shop.product(1000, 6);
        for (var round = 0; round < 3; round++) {
            var buyer = Shop.buyer();
            var order = buyer.buy(goods, 2);
            var line = buyer.see(order).getString("lines[0].id");
            Map<String, Object> parcel = Map.of(
                    "carrier",
                    "SF",
                    "trackingNo",
                    "SF" + System.nanoTime(),
                    "lines",
                    List.of(Map.of("orderLineId", line, "quantity", 2)));

            Map<String, Object> wish =
                    Map.of("lines", List.of(Map.of("orderLineId", line, "quantity", 1)), "reason", "缺货");
            var desk = Shop.as(Shop.staff("support"))
                    .header("Idempotency-Key", Shop.key())
                    .body(wish);

            var answers = atOnce(
                    2,
                    i -> i == 0
                            ? Shop.ship(order, parcel)
                            : desk.post("/api/admin/v1/orders/{id}/withdrawals", order.id()));

            var sent = answers.getFirst().statusCode() == 200;
            var taken = answers.getLast().statusCode() == 201;
            assertThat(sent).isNotEqualTo(taken);
            var seen = buyer.see(order);
            assertThat(seen.getInt("lines[0].shipped")).isEqualTo(sent ? 2 : 0);
            assertThat(seen.getInt("lines[0].withdrawn")).isEqualTo(taken ? 1 : 0);
        }
    }

    private static Response order(Buyer buyer, List<Map<String, Object>> lines) {
        return buyer.place(Shop.key(), lines, buyer.quote(lines).path("quoteHash"));
    }

    private interface Ask {
        Response of(int i);
    }

    private static List<Response> atOnce(int people, Ask ask) throws InterruptedException {
        var start = new CyclicBarrier(people);
        try (var threads = Executors.newFixedThreadPool(people)) {
            var calls = IntStream.range(0, people)
                    .<Callable<Response>>mapToObj(i -> () -> {
                        start.await();
                        return ask.of(i);
                    })
                    .toList();
            return threads.invokeAll(calls).stream()
                    .map(call -> {
                        try {
                            return call.get();
                        } catch (InterruptedException | ExecutionException e) {
                            throw new IllegalStateException(e);
                        }
                    })
                    .toList();
        }
    }
}
