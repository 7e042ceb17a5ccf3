package cn.siyu.trade;

import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Database;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nobody buys more than he may, however fast he is and whoever he says he is (A13). */
@QuarkusTest
class PurchaseLimitTest {

    private static final String PATH = "/api/admin/v1/purchase-limits";

    @Test
    void thirty_two_orders_at_once_get_what_one_person_may_buy() throws Exception {
        var goods = Shop.product(1000, 100);
        limited(goods, "PERSON", "EVER", 3);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.sku(), 1));
        String hash = buyer.quote(lines).path("quoteHash");
        var start = new CyclicBarrier(32);

        List<Response> answers;
        try (var threads = Executors.newFixedThreadPool(32)) {
            Callable<Response> ask = () -> {
                start.await();
                return buyer.place(Shop.key(), lines, hash);
            };
            answers = threads.invokeAll(Stream.generate(() -> ask).limit(32).toList()).stream()
                    .map(call -> call.resultNow())
                    .toList();
        }

        assertThat(answers.stream().collect(Collectors.groupingBy(Response::statusCode, Collectors.counting())))
                .isEqualTo(Map.of(201, 3L, 422, 29L));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 422))
                .allSatisfy(answer -> {
                    assertThat(answer.<String>path("code")).isEqualTo("PURCHASE_LIMIT");
                    assertThat(answer.<Integer>path("bought")).isEqualTo(3);
                    assertThat(answer.<Integer>path("allowed")).isEqualTo(3);
                    assertThat(answer.<String>path("limit.scope")).isEqualTo("PERSON");
                    assertThat(answer.jsonPath().getList("errors.field")).containsExactly("lines[0].quantity");
                });
    }

    @Test
    void a_second_account_with_the_same_phone_is_the_same_person() {
        var goods = Shop.product(1000, 100);
        limited(goods, "PERSON", "EVER", 1);
        var phone = "1" + (3_000_000_000L + System.nanoTime() % 1_000_000_000L);
        var first = at("甲路 1 号", phone);
        var second = at("乙路 2 号", phone);

        order(first, goods, 1).then().statusCode(201);

        assertThat(refused(order(second, goods, 1))).isEqualTo("PERSON");
        order(Shop.buyer(), goods, 1).then().statusCode(201);
    }

    @Test
    void one_door_is_one_door_whoever_opens_it() {
        var goods = Shop.product(1000, 100);
        limited(goods, "ADDRESS", "MONTH", 2);
        var door = "门牌 " + System.nanoTime();

        order(at(door, phone()), goods, 2).then().statusCode(201);

        assertThat(refused(order(at(door.replace(" ", ""), phone()), goods, 1))).isEqualTo("ADDRESS");
    }

    @Test
    void an_order_that_asks_for_too_much_is_told_before_anything_else() {
        var goods = Shop.product(1000, 100, 2, "SEVEN_DAYS");
        merchandiser(Map.of("spuId", goods.productId(), "scope", "ORDER", "period", "EVER", "units", 2, "reason", "新品"))
                .post(PATH)
                .then()
                .statusCode(201);
        var buyer = Shop.buyer();
        var lines = List.of(line(goods.skus().get(0), 2), line(goods.skus().get(1), 1));

        var quote = buyer.quote(lines);
        var answer = buyer.place(Shop.key(), lines, quote.path("quoteHash"));

        assertThat(quote.<Integer>path("lines[1].limits[0].units")).isEqualTo(2);
        assertThat(refused(answer)).isEqualTo("ORDER");
        assertThat(answer.jsonPath().getList("errors.field")).hasSize(2);
        assertThat(buyer.order(lines.subList(0, 1)).id())
                .isNotEqualTo(buyer.order(lines.subList(0, 1)).id());
    }

    @Test
    void what_is_cancelled_or_paid_back_in_full_counts_no_more() {
        var goods = Shop.product(1000, 100);
        limited(goods, "PERSON", "EVER", 1);
        var buyer = Shop.buyer();

        var unpaid = buyer.order(goods, 1);
        assertThat(refused(order(buyer, goods, 1))).isEqualTo("PERSON");
        buyer.cancel(unpaid).then().statusCode(200);
        var paid = buyer.buy(goods, 1);
        assertThat(refused(order(buyer, goods, 1))).isEqualTo("PERSON");
        buyer.cancel(paid).then().statusCode(200);
        buyer.awaitState(paid, "CLOSED");

        order(buyer, goods, 1).then().statusCode(201);
    }

    @Test
    void a_day_is_a_day_of_the_shop() {
        var goods = Shop.product(1000, 100);
        limited(goods, "PERSON", "DAY", 1);
        var buyer = Shop.buyer();
        var _ = buyer.buy(goods, 1);
        assertThat(refused(order(buyer, goods, 1))).isEqualTo("PERSON");

        SandboxControl.advance(Duration.ofDays(1));

        order(buyer.again(), goods, 1).then().statusCode(201);
    }

    @Test
    void money_that_comes_too_late_for_the_limit_goes_back() {
        var goods = Shop.product(1000, 100);
        limited(goods, "PERSON", "EVER", 1);
        var buyer = Shop.buyer();
        var forgotten = buyer.order(goods, 1);
        var later = buyer.expire(forgotten);
        var second = later.buy(goods, 1);

        SandboxControl.payLate(forgotten.number());

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(later.see(forgotten).getList("refunds.cause"))
                        .containsExactly("LATE_PAYMENT"));
        assertThat(later.see(second).getString("state")).isEqualTo("TO_SHIP");
        later.cancel(second).then().statusCode(200);
        later.awaitState(second, "CLOSED");
        order(later, goods, 1).then().statusCode(201);
    }

    @Test
    void an_order_that_comes_back_to_life_counts_again() {
        var goods = Shop.product(1000, 100);
        limited(goods, "PERSON", "EVER", 1);
        var buyer = Shop.buyer();
        var forgotten = buyer.order(goods, 1);
        var later = buyer.expire(forgotten);

        SandboxControl.payLate(forgotten.number());

        later.awaitState(forgotten, "TO_SHIP");
        assertThat(refused(order(later, goods, 1))).isEqualTo("PERSON");
    }

    @Test
    void a_limit_set_in_the_middle_of_a_sale_counts_what_was_bought_before() {
        var goods = Shop.product(1000, 100);
        var greedy = Shop.buyer();
        var modest = Shop.buyer();
        var gone = greedy.order(goods, 1);
        greedy.cancel(gone).then().statusCode(200);
        var first = greedy.buy(goods, 3);
        var _ = modest.order(goods, 1);

        limited(goods, "PERSON", "EVER", 2);
        limited(goods, "ADDRESS", "MONTH", 5);

        var more = order(greedy, goods, 1);
        assertThat(refused(more)).isEqualTo("PERSON");
        assertThat(more.<Integer>path("bought")).isEqualTo(3);
        assertThat(more.<Integer>path("allowed")).isEqualTo(2);
        order(modest, goods, 1).then().statusCode(201);
        assertThat(refused(order(modest, goods, 1))).isEqualTo("PERSON");
        greedy.cancel(first).then().statusCode(200);
        greedy.awaitState(first, "CLOSED");
        order(greedy, goods, 2).then().statusCode(201);
        assertThat(limitsBroken()).isEmpty();
    }

    @Test
    void a_limit_set_while_orders_are_placed_counts_each_of_them() throws Exception {
        var goods = Shop.product(1000, 100);
        var buyers = Stream.generate(Shop::buyer).limit(10).toList();
        var start = new CyclicBarrier(11);

        var lines = List.of(line(goods.sku(), 1));
        var hashes = buyers.stream()
                .map(buyer -> buyer.quote(lines).<String>path("quoteHash"))
                .toList();
        var asks = new ArrayList<Callable<Response>>();
        for (var i = 0; i < buyers.size(); i++) {
            var buyer = buyers.get(i);
            var hash = hashes.get(i);
            asks.add(() -> {
                start.await();
                return buyer.place(Shop.key(), lines, hash);
            });
        }
        var limit = merchandiser(body(goods, "PERSON", "EVER", 1));
        asks.add(() -> {
            start.await();
            return limit.post(PATH);
        });

        List<Response> answers;
        try (var threads = Executors.newFixedThreadPool(asks.size())) {
            answers = threads.invokeAll(asks).stream()
                    .map(call -> call.resultNow())
                    .toList();
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(201));
        assertThat(buyers)
                .allSatisfy(buyer -> assertThat(refused(order(buyer, goods, 1))).isEqualTo("PERSON"));
        assertThat(limitsBroken()).isEmpty();
    }

    private static List<String> limitsBroken() {
        try (var owner = Database.asOwner()) {
            return Invariants.offenders(owner, "INV-11", SandboxControl.now());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void buyers_are_told_on_the_page_and_in_the_cart() {
        var goods = Shop.product(1000, 100);
        limited(goods, "PERSON", "MONTH", 4);
        var buyer = Shop.buyer();

        var page = buyer.asks().get("/api/mp/v1/products/{id}", goods.productId());
        var cart = buyer.asks().body(line(goods.sku(), 5)).post("/api/mp/v1/cart/items");

        page.then().statusCode(200);
        assertThat(page.<List<Map<String, Object>>>path("limits"))
                .containsExactly(Map.of("skuId", goods.sku(), "scope", "PERSON", "period", "MONTH", "units", 4));
        assertThat(cart.<List<Map<String, Object>>>path("lines[0].limits"))
                .containsExactly(Map.of("scope", "PERSON", "period", "MONTH", "units", 4));
    }

    @Test
    void staff_set_change_list_and_remove_limits() {
        var goods = Shop.product(1000, 100);
        var id = limit(goods, "PERSON", "EVER", 1);
        merchandiser(body(goods, "PERSON", "EVER", 2)).post(PATH).then().statusCode(409);
        merchandiser(body(goods, "ORDER", "DAY", 2)).post(PATH).then().statusCode(400);
        var both = new HashMap<>(body(goods, "PERSON", "DAY", 2));
        both.put("spuId", goods.productId());
        merchandiser(both).post(PATH).then().statusCode(400);
        Shop.as(Shop.staff("auditor"))
                .body(body(goods, "ADDRESS", "EVER", 2))
                .post(PATH)
                .then()
                .statusCode(403);

        Map<String, Object> raised = Map.of("units", 2, "version", 0, "reason", "补货");
        merchandiser(raised).put(PATH + "/" + id).then().statusCode(200);
        merchandiser(raised).put(PATH + "/" + id).then().statusCode(409);
        merchandiser(raised).put(PATH + "/" + UUID.randomUUID()).then().statusCode(404);
        var listed = Shop.as(Shop.staff("auditor")).get(PATH + "?skuId=" + goods.sku());
        assertThat(listed.<Integer>path("total")).isEqualTo(1);
        assertThat(listed.<Integer>path("items[0].units")).isEqualTo(2);
        Shop.as(Shop.staff("auditor")).get(PATH + "?size=0").then().statusCode(400);

        var desk = Shop.as(Shop.staff("merchandiser"));
        desk.delete(PATH + "/" + id + "?version=0&reason=x").then().statusCode(409);
        Shop.as(Shop.staff("merchandiser"))
                .delete(PATH + "/" + id + "?version=1&reason=x")
                .then()
                .statusCode(204);
        Shop.as(Shop.staff("merchandiser"))
                .delete(PATH + "/" + id + "?version=2&reason=x")
                .then()
                .statusCode(404);
        order(Shop.buyer(), goods, 3).then().statusCode(201);
    }

    private static void limited(Goods goods, String scope, String period, int units) {
        merchandiser(body(goods, scope, period, units)).post(PATH).then().statusCode(201);
    }

    private static String limit(Goods goods, String scope, String period, int units) {
        return merchandiser(body(goods, scope, period, units))
                .post(PATH)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, Object> body(Goods goods, String scope, String period, int units) {
        return Map.of("skuId", goods.sku(), "scope", scope, "period", period, "units", units, "reason", "限购");
    }

    private static RequestSpecification merchandiser(Map<String, Object> body) {
        return Shop.as(Shop.staff("merchandiser")).body(body);
    }

    private static String phone() {
        return "1" + (3_000_000_000L + System.nanoTime() % 1_000_000_000L);
    }

    private static Buyer at(String door, String phone) {
        var name = "limited-" + System.nanoTime();
        var token = SignIn.member(name);
        return new Buyer(name, token, Shop.address(token, "440305", phone, door));
    }

    private static Response order(Buyer buyer, Goods goods, int units) {
        var lines = List.of(line(goods.sku(), units));
        return buyer.place(Shop.key(), lines, buyer.quote(lines).path("quoteHash"));
    }

    /** The scope of the limit that refused. */
    private static String refused(Response answer) {
        assertThat(answer.<String>path("code")).isEqualTo("PURCHASE_LIMIT");
        assertThat(answer.statusCode()).isEqualTo(422);
        return answer.path("limit.scope");
    }
}
