package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.Database;
import cn.siyu.testing.FixtureCatalogue;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Goods;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Goods of suppliers: what each has to send, and what each is paid (E15). */
@QuarkusTest
class SupplierDeskTest {

    private static final String STATEMENTS = "/api/admin/v1/supplier-statements";
    private static final String FULFILMENTS = "/api/admin/v1/fulfilments";

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void one_order_is_as_many_fulfilments_as_it_has_suppliers() {
        var toys = supplier();
        var books = supplier();
        var toy = product(toys, 600L);
        var book = product(books, 300L);
        var own = Shop.product(1000, 9);
        var buyer = Shop.buyer();
        var order = buyer.pay(
                buyer.order(List.of(Shop.line(toy.sku(), 2), Shop.line(book.sku(), 1), Shop.line(own.sku(), 1))));

        assertThat(fulfilments("supplierId=" + toys).getList("items.lines.flatten().quantity"))
                .containsExactly(2);
        assertThat(fulfilments("supplierId=" + books).getList("items.orderId")).containsExactly(order.id());
        assertThat(fulfilments("own=true&size=100").getList("items.orderId")).contains(order.id());
        Shop.ship(order, Map.of("carrier", "SF", "trackingNo", "SF" + System.nanoTime(), "supplierId", toys))
                .then()
                .statusCode(200);

        assertThat(buyer.see(order).getString("state")).isEqualTo("PARTLY_SHIPPED");
        assertThat(buyer.see(order).getList("lines.shipped", Integer.class)).containsExactly(2, 0, 0);
        assertThat(fulfilments("supplierId=" + toys).getLong("total")).isZero();
        Shop.as(Shop.staff("ops")).get(FULFILMENTS + "?size=0").then().statusCode(400);
    }

    @Test
    void a_supplier_is_paid_once_for_what_was_kept_at_the_cost_of_its_day() {
        var supplier = supplier();
        var goods = product(supplier, 600L);
        var buyer = Shop.buyer();
        var kept = buyer.buy(goods, 3);
        var running = buyer.buy(goods, 1);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(costs(goods)).isEqualTo(2));
        recost(goods, 700);
        Shop.ship(kept);
        buyer.confirmReceipt(kept).then().statusCode(200);
        var claim = buyer.claim(kept, "RETURN_REFUND", 1).<String>path("id");
        Shop.decide(claim, "receive").then().statusCode(200);
        buyer.awaitAfterSale(claim, "DONE");
        SandboxControl.advance(Duration.ofDays(8));
        buyer.again().awaitState(kept, "COMPLETED");
        var month = YearMonth.from(SandboxControl.now().atZone(ZoneId.of("Asia/Shanghai")));

        var draft = draft(supplier, month).then().statusCode(200).extract().jsonPath();
        var again = draft(supplier, month).jsonPath();

        assertThat(draft.getLong("totalFen")).isEqualTo(2 * 600);
        assertThat(draft.getInt("lines")).isEqualTo(2);
        assertThat(again.getString("id")).isEqualTo(draft.getString("id"));
        assertThat(again.getLong("totalFen")).isEqualTo(2 * 600);
        assertThat(confirm(again).<String>path("code")).isEqualTo("MONTH_NOT_OVER");
        assertThat(draft(supplier, month.minusMonths(1)).<String>path("code")).isEqualTo("STATEMENT_OUT_OF_ORDER");
        SandboxControl.advance(Duration.ofDays(32));
        assertThat(confirm(draft).statusCode()).isEqualTo(409);
        confirm(again).then().statusCode(200);

        assertThat(see(again).getString("state")).isEqualTo("CONFIRMED");
        assertThat(draft(supplier, month).<String>path("state")).isEqualTo("CONFIRMED");
        assertThat(draft(supplier, month.plusMonths(1)).<Integer>path("lines")).isZero();
        var csv = Shop.as(Shop.staff("finance"))
                .accept("text/csv")
                .get(STATEMENTS + "/{id}/export", again.getString("id"));
        assertThat(csv.asString())
                .contains("SOLD," + kept.number(), "RETURNED," + kept.number(), ",-600,")
                .doesNotContain(running.number());
        assertThat(Shop.as(Shop.staff("finance"))
                        .get(STATEMENTS + "?supplierId=" + supplier)
                        .jsonPath()
                        .getList("items"))
                .hasSize(2);
        assertForeign();
    }

    @Test
    void a_buyer_is_told_where_the_goods_of_each_supplier_go_back_to() {
        var goods =
                product(supplier(Map.of("recipient", "书商退货", "phone", "0755-123456", "address", "福田区书城 1 号")), null);
        var plain = product(supplier(), null);
        var buyer = Shop.buyer();
        var order = buyer.pay(buyer.order(List.of(Shop.line(goods.sku(), 1), Shop.line(plain.sku(), 1))));
        Shop.ship(order);
        buyer.confirmReceipt(order).then().statusCode(200);
        var lines = buyer.see(order).getList("lines.id", String.class).stream()
                .<Map<String, Object>>map(line -> Map.of("orderLineId", line, "quantity", 1))
                .toList();

        var claim = buyer.claim(order, "RETURN_REFUND", lines)
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");

        assertThat(buyer.afterSale(claim).getList("lines.returnTo.recipient", String.class))
                .containsExactly("书商退货", "思屿退货组");
        assertThat(buyer.afterSale(claim).getString("lines[0].returnTo.address"))
                .isEqualTo("福田区书城 1 号");
        Shop.decide(claim, "receive").then().statusCode(200);
        buyer.awaitAfterSale(claim, "DONE");
        assertThat(buyer.afterSale(claim).getString("lines[0].returnTo")).isNull();
        Map<String, Object> half = Map.of(
                "code", FixtureCatalogue.code("S"), "text", Map.of("name", "x", "returnAddress", Map.of("phone", "1")));
        Shop.as(Shop.staff("merchandiser"))
                .body(half)
                .post("/api/admin/v1/suppliers")
                .then()
                .statusCode(400);
    }

    @Test
    void a_statement_without_a_cost_is_not_confirmed() {
        var supplier = supplier();
        var goods = product(supplier, null);
        var buyer = Shop.buyer();
        var order = buyer.buy(goods, 1);
        Shop.ship(order);
        buyer.confirmReceipt(order).then().statusCode(200);
        SandboxControl.advance(Duration.ofDays(8));
        buyer.again().awaitState(order, "COMPLETED");
        var month = YearMonth.from(SandboxControl.now().atZone(ZoneId.of("Asia/Shanghai")));
        SandboxControl.advance(Duration.ofDays(32));

        var draft = draft(supplier, month).jsonPath();
        assertThat(draft.getInt("uncosted")).isOne();
        assertThat(confirm(draft).<String>path("code")).isEqualTo("COST_UNKNOWN");
        recost(goods, 450);
        var mended = draft(supplier, month).jsonPath();

        assertThat(mended.getLong("totalFen")).isEqualTo(450);
        confirm(mended).then().statusCode(200);
    }

    private static void assertForeign() {
        var buyer = Shop.buyer();
        Shop.as(buyer.token())
                .accept("text/csv")
                .get(STATEMENTS + "/{id}/export", UUID.randomUUID())
                .then()
                .statusCode(403);
        Shop.as(Shop.staff("finance"))
                .get(STATEMENTS + "/{id}", UUID.randomUUID())
                .then()
                .statusCode(404);
        Shop.as(Shop.staff("finance")).get(STATEMENTS + "?size=0").then().statusCode(400);
        Shop.as(Shop.staff("finance"))
                .body(Map.of("supplierId", UUID.randomUUID(), "month", "2026-13"))
                .post(STATEMENTS)
                .then()
                .statusCode(400);
    }

    private static JsonPath fulfilments(String query) {
        return Shop.as(Shop.staff("ops"))
                .get(FULFILMENTS + "?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response draft(String supplier, YearMonth month) {
        return Shop.as(Shop.staff("finance"))
                .body(Map.of("supplierId", supplier, "month", month.toString()))
                .post(STATEMENTS);
    }

    private static Response confirm(JsonPath statement) {
        return Shop.as(Shop.staff("finance"))
                .body(Map.of("version", statement.getLong("version")))
                .post(STATEMENTS + "/{id}/confirm", statement.getString("id"));
    }

    private static JsonPath see(JsonPath statement) {
        return Shop.as(Shop.staff("finance"))
                .get(STATEMENTS + "/{id}", statement.getString("id"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static String supplier(Map<String, Object> returnAddress) {
        return Shop.as(Shop.staff("merchandiser"))
                .body(Map.of(
                        "code",
                        FixtureCatalogue.code("S"),
                        "text",
                        Map.of("name", "供货商", "returnAddress", returnAddress)))
                .post("/api/admin/v1/suppliers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String supplier() {
        return Shop.as(Shop.staff("merchandiser"))
                .body(Map.of("code", FixtureCatalogue.code("S"), "text", Map.of("name", "供货商", "note", "")))
                .post("/api/admin/v1/suppliers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** A product of the shelf that comes from this supplier; what it costs is the supplier's business and the database's. */
    private static Goods product(String supplier, @Nullable Long costFen) {
        var goods = Shop.product(1000, 9);
        execute("update catalog_spu set supplier_id = '%s' where id = '%s'".formatted(supplier, goods.productId()));
        if (costFen != null) {
            recost(goods, costFen);
        }
        return goods;
    }

    private static void recost(Goods goods, long fen) {
        execute("update catalog_sku set cost_fen = %d where id = '%s'".formatted(fen, goods.sku()));
    }

    private static int costs(Goods goods) {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from trade_order_line where cost_fen = 600 and sku_id = '%s'"
                                .formatted(goods.sku()))) {
            return rows.next() ? rows.getInt(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String sql) {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement()) {
            var _ = statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
