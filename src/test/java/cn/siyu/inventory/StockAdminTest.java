package cn.siyu.inventory;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.catalog.SkuId;
import cn.siyu.inventory.Stock.Demand;
import cn.siyu.inventory.Stock.Shortage;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The stock desk over HTTP: who may do what, all lines or none, once for a key. */
@QuarkusTest
class StockAdminTest {

    private static final String BASE = "/api/admin/v1";
    private static final String MAIN = "01900000-0000-7000-8000-000000000002";
    private static final UUID OLIVIA = Ids.next();

    @Inject
    Stock stock;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void a_difference_and_a_count_are_booked_once_for_a_key() {
        var bib = opened(10);
        var cup = opened(10);
        var key = UUID.randomUUID().toString();
        var body = """
                {"poolId": "%s", "reason": "stock-taking", "lines": [
                  {"skuId": "%s", "delta": -3}, {"skuId": "%s", "counted": 12}]}""".formatted(MAIN, bib.value(), cup.value());

        var first = adjust(key, body).statusCode(201).extract();
        var again = adjust(key, body).statusCode(201).extract();

        assertThat(again.asString()).isEqualTo(first.asString());
        assertThat(first.jsonPath().getList("lines.onHandAfter", Integer.class)).containsExactly(7, 12);
        assertThat(counted(bib)).isEqualTo(7);
        as(Role.AUDITOR)
                .get(BASE + "/stock-movements?reference=" + first.path("id"))
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items.type", contains("ADJUST", "ADJUST"))
                .body("items.reason", hasItem("stock-taking"));
        adjust(key, body.replace(": -3", ": -4")).statusCode(422).body("code", equalTo("IDEMPOTENCY_MISMATCH"));
    }

    @Test
    void one_faulty_line_stops_all_and_each_is_named() {
        var bib = opened(10);
        var cup = opened(2);
        reserved(bib, 8);

        adjust(UUID.randomUUID().toString(), """
                {"poolId": "%s", "reason": "broken", "lines": [
                  {"skuId": "%s", "delta": -3}, {"skuId": "%s", "delta": 1}]}""".formatted(MAIN, bib.value(), cup.value()))
                .statusCode(422)
                .body("code", equalTo("STOCK_LINES_REFUSED"))
                .body("errors.field", contains("lines[0].units"));
        adjust(UUID.randomUUID().toString(), """
                {"poolId": "%s", "reason": "broken", "lines": [
                  {"skuId": "%s", "delta": 1}, {"skuId": "%s", "delta": 1}, {"skuId": "%s", "delta": 1}]}""".formatted(MAIN, cup.value(), UUID.randomUUID(), cup.value()))
                .statusCode(422)
                .body("errors.field", contains("lines[1].skuId", "lines[2].skuId"));
        assertThat(counted(cup)).isEqualTo(2);
    }

    @Test
    void a_line_says_either_how_many_more_or_how_many() {
        adjust(UUID.randomUUID().toString(), """
                {"poolId": "%s", "reason": "?", "lines": [{"skuId": "%s", "delta": 1, "counted": 1}]}""".formatted(MAIN, UUID.randomUUID()))
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"));
        adjust("short", """
                {"poolId": "%s", "reason": "?", "lines": [{"skuId": "%s", "delta": 1}]}""".formatted(MAIN, UUID.randomUUID()))
                .statusCode(400)
                .body("code", equalTo("IDEMPOTENCY_KEY_REQUIRED"));
        adjust(UUID.randomUUID().toString(), """
                {"poolId": "%s", "reason": "?", "lines": [{"skuId": "%s", "delta": 1}]}""".formatted(
                                UUID.randomUUID(), opened(1).value()))
                .statusCode(404);
    }

    @Test
    void a_transfer_moves_what_is_free_and_orders_take_from_the_default_location_first() {
        var bib = opened(10);
        var second = pool("SHARED");
        var body = """
                {"fromPoolId": "%s", "toPoolId": "%s", "reason": "near the port",
                 "lines": [{"skuId": "%s", "units": 4}]}""".formatted(MAIN, second, bib.value());

        transfer(body).statusCode(201).body("id", notNullValue());

        assertThat(counted(bib)).isEqualTo(6);
        reserved(bib, 7);
        stockOf(bib)
                .body("items.find { it.poolId == '%s' }.reserved".formatted(MAIN), equalTo(6))
                .body("items.find { it.poolId == '%s' }.reserved".formatted(second), equalTo(1))
                .body("total", equalTo(2));
        transfer(body).statusCode(422).body("errors.field", contains("lines[0].units"));
        transfer(body.replace(second, MAIN)).statusCode(400);
        transfer(body.replace(second, UUID.randomUUID().toString())).statusCode(404);
    }

    @Test
    void the_mini_programs_own_pool_is_sold_first_and_gets_back_what_left_it() {
        var bib = opened(3);
        var own = pool("MP");
        transfer("""
                {"fromPoolId": "%s", "toPoolId": "%s", "reason": "for the mini-program alone",
                 "lines": [{"skuId": "%s", "units": 2}]}""".formatted(MAIN, own, bib.value())).statusCode(201);
        var holder = Ids.next();

        var shortages = now(tx -> stock.take(
                tx, List.of(new Demand(holder, bib, 3)), clock.instant().plusSeconds(60), clock.instant()));

        assertThat(shortages).isEmpty();
        assertThat(reservedIn(bib, own)).isEqualTo(2);
        assertThat(reservedIn(bib, MAIN)).isEqualTo(1);
        now(tx -> stock.withdraw(tx, holder, Map.of(bib, 1), "given up " + holder, "fewer", clock.instant()));
        assertThat(reservedIn(bib, own)).isEqualTo(1);
        now(tx -> stock.release(tx, List.of(holder), "over", clock.instant()));
        assertThat(reservedIn(bib, own) + reservedIn(bib, MAIN)).isZero();
        reserved(bib, 1);
        assertThat(reservedIn(bib, own)).as("what is its own goes first").isEqualTo(1);
    }

    @Test
    void a_pool_that_nobody_would_sell_from_is_refused() {
        as(Role.OPS)
                .body("{\"locationCode\": \"L%s\", \"locationName\": \"Ningbo\", \"channel\": \"LIVE\"}"
                        .formatted(System.nanoTime()))
                .post(BASE + "/stock-pools")
                .then()
                .statusCode(422)
                .body("code", equalTo("UNKNOWN_SALES_CHANNEL"));
    }

    private int reservedIn(SkuId sku, String pool) {
        return stockOf(sku).extract().jsonPath().getInt("items.find { it.poolId == '%s' }.reserved".formatted(pool));
    }

    @Test
    void safety_stock_is_kept_back_with_a_reason() {
        var bib = opened(5);
        safety(MAIN, bib, "{\"units\": 4, \"reason\": \"for exchanges\"}").statusCode(204);

        stockOf(bib).body("items[0].saleable", equalTo(1)).body("items[0].onHand", equalTo(5));
        safety(MAIN, bib, "{\"units\": 4}").statusCode(400);
        safety(MAIN, SkuId.next(), "{\"units\": 4, \"reason\": \"for exchanges\"}")
                .statusCode(404);
    }

    @Test
    void a_location_has_one_pool_for_a_channel() {
        var body = "{\"locationCode\": \"L%s\", \"locationName\": \"Ningbo\", \"channel\": \"SHARED\"}"
                .formatted(System.nanoTime());
        as(Role.OPS).body(body).post(BASE + "/stock-pools").then().statusCode(201);

        as(Role.OPS)
                .body(body)
                .post(BASE + "/stock-pools")
                .then()
                .statusCode(409)
                .body("code", equalTo("LOCATION_EXISTS"));
        as(Role.SUPPORT)
                .get(BASE + "/stock-pools")
                .then()
                .statusCode(200)
                .body("items[0].id", equalTo(MAIN))
                .body("items[0].rank", equalTo(0));
    }

    @Test
    void movements_are_paged_without_gaps() {
        var bib = opened(5);
        reserved(bib, 1);
        reserved(bib, 2);

        var first = as(Role.FINANCE)
                .get(BASE + "/stock-movements?limit=2&skuId=" + bib.value())
                .then()
                .statusCode(200)
                .body("items.reservedDelta", contains(2, 1))
                .extract();

        as(Role.FINANCE)
                .get(BASE
                        + "/stock-movements?limit=2&skuId=%s&cursor=%s"
                                .formatted(bib.value(), first.<String>path("nextCursor")))
                .then()
                .statusCode(200)
                .body("items.type", contains("OPENING"))
                .body("nextCursor", equalTo(null));
        as(Role.FINANCE).get(BASE + "/stock-movements?cursor=broken").then().statusCode(400);
        var file = as(Role.FINANCE)
                .get(BASE + "/stock-movements/export?skuId=" + bib.value())
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertThat(file.lines()).hasSize(4).last().asString().contains(",OPENING,");
        as(Role.MEMBER).get(BASE + "/stock-movements/export").then().statusCode(403);
    }

    @Test
    void a_reservation_that_nobody_ended_is_reported() {
        var bib = opened(5);
        var forgotten = Ids.next();
        var shortages = now(tx -> stock.take(
                tx,
                List.of(new Demand(forgotten, bib, 2)),
                clock.instant().minus(Duration.ofDays(30)),
                clock.instant()));
        assertThat(shortages).isEmpty();

        as(Role.OPS)
                .get(BASE + "/stock/overdue-reservations")
                .then()
                .statusCode(200)
                .body("items.holderId", hasItem(forgotten.toString()));
        var _ = now(tx -> stock.release(tx, List.of(forgotten), "found by hand", clock.instant()));
        as(Role.MEMBER).get(BASE + "/stock/overdue-reservations").then().statusCode(403);
    }

    @Test
    void readers_do_not_write_and_members_do_not_read() {
        as(Role.AUDITOR).body("{}").post(BASE + "/stock-adjustments").then().statusCode(403);
        as(Role.FINANCE).body("{}").post(BASE + "/stock-transfers").then().statusCode(403);
        as(Role.SUPPORT).body("{}").post(BASE + "/stock-pools").then().statusCode(403);
        as(Role.MEMBER).get(BASE + "/stock").then().statusCode(403);
        as(Role.MEMBER).get(BASE + "/stock-pools").then().statusCode(403);
        as(Role.MEMBER).get(BASE + "/stock-movements").then().statusCode(403);
    }

    private String pool(String channel) {
        return as(Role.OPS)
                .body("{\"locationCode\": \"L%s\", \"locationName\": \"Ningbo\", \"channel\": \"%s\"}"
                        .formatted(System.nanoTime(), channel))
                .post(BASE + "/stock-pools")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static ValidatableResponse adjust(String key, String body) {
        return as(Role.OPS)
                .header("Idempotency-Key", key)
                .body(body)
                .post(BASE + "/stock-adjustments")
                .then();
    }

    private static ValidatableResponse transfer(String body) {
        return as(Role.MERCHANDISER)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body)
                .post(BASE + "/stock-transfers")
                .then();
    }

    private static ValidatableResponse safety(String pool, SkuId sku, String body) {
        return as(Role.OPS)
                .body(body)
                .put(BASE + "/stock/{pool}/{sku}/safety", pool, sku.value())
                .then();
    }

    private static ValidatableResponse stockOf(SkuId sku) {
        return as(Role.AUDITOR).get(BASE + "/stock?skuId=" + sku.value()).then().statusCode(200);
    }

    private static int counted(SkuId sku) {
        return stockOf(sku).extract().path("items.find { it.poolId == '%s' }.onHand".formatted(MAIN));
    }

    private static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(OLIVIA, role))
                .contentType(ContentType.JSON);
    }

    private SkuId opened(int units) {
        var sku = SkuId.next();
        Map<SkuId, Integer> others =
                now(tx -> stock.open(tx, Map.of(sku, units), Actor.system("import"), clock.instant()));
        assertThat(others).isEmpty();
        return sku;
    }

    private void reserved(SkuId sku, int units) {
        List<Shortage> shortages = now(tx -> stock.take(
                tx, List.of(new Demand(Ids.next(), sku, units)), clock.instant().plusSeconds(900), clock.instant()));
        assertThat(shortages).isEmpty();
    }

    private <T> T now(Function<Tx, Uni<T>> work) {
        return transactions.in(work).await().atMost(Duration.ofSeconds(20));
    }
}
