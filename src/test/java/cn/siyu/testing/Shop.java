package cn.siyu.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The shop as stories tell it: things to buy, people who buy them, staff who send them. Everything goes over HTTP. */
public final class Shop {

    static final String KEY = "Idempotency-Key";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAY_WINDOW_OVER = Duration.ofMinutes(31);
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final Map<String, String> STAFF = new ConcurrentHashMap<>();

    private Shop() {}

    /** A token of staff with this role; signed in once, again when the clock has moved on. */
    public static String staff(String role) {
        return STAFF.compute(role, (name, known) -> known == null || !stillGood(known) ? SignIn.staff(name) : known);
    }

    private static boolean stillGood(String token) {
        return given().auth().oauth2(token).get("/api/admin/v1/orders?size=1").statusCode() == 200;
    }

    public static RequestSpecification as(String token) {
        return given().auth().oauth2(token).contentType(ContentType.JSON);
    }

    public static String key() {
        return UUID.randomUUID().toString();
    }

    // Goods

    /** Something on sale. */
    public record Goods(String productId, List<String> skus, List<String> codes) {
        public String sku() {
            return skus.getFirst();
        }
    }

    /** A product with one SKU, its price and stock. */
    public static Goods product(long priceFen, int stock) {
        return product(priceFen, stock, 1, "SEVEN_DAYS");
    }

    /** A product whose SKUs all have this price and stock. */
    public static Goods product(long priceFen, int stock, int skus, String returnPolicy) {
        return Shelf.product(priceFen, stock, skus, returnPolicy);
    }

    public static void price(String sku, long fen) {
        Shelf.price(sku, fen);
    }

    /** The law restricts its promotion from now on (L6). */
    public static void regulate(String productId, String regulatoryClass) {
        Shelf.regulate(productId, regulatoryClass);
    }

    /** What is on the shelf of the first pool from now on. */
    public static void count(String sku, int units) {
        Shelf.count(sku, units);
    }

    /** Another default for freight, until it is closed. */
    public interface Freight extends AutoCloseable {
        @Override
        void close();
    }

    /** A default template that costs nothing, with these values set otherwise. */
    public static Freight freight(Map<String, Object> values) {
        return Shelf.freight(values);
    }

    // People

    /** A member who is signed in and has an address in Shenzhen. */
    public static Buyer buyer() {
        return buyer("buyer-" + COUNT.incrementAndGet() + "-" + System.nanoTime());
    }

    public static Buyer buyer(String name) {
        var token = SignIn.member(name);
        return new Buyer(name, token, address(token, "440305"));
    }

    /** A door and a phone of its own: who shares either with another is the same person (B20). */
    public static String address(String token, String regionCode) {
        var door = COUNT.incrementAndGet();
        return address(
                token, regionCode, "1" + (3_000_000_000L + System.nanoTime() % 1_000_000_000L), "科技园路 " + door + " 号");
    }

    public static String address(String token, String regionCode, String phone, String detail) {
        return as(token)
                .body(Map.of(
                        "recipient", "王小明",
                        "phone", phone,
                        "regionCode", regionCode,
                        "detail", detail,
                        "isDefault", true))
                .post("/api/mp/v1/addresses")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Somebody who buys. */
    public record Buyer(String name, String token, String addressId) {

        /** The same person after his token has run out. */
        public Buyer again() {
            return new Buyer(name, SignIn.member(name), addressId);
        }

        public RequestSpecification asks() {
            return as(token);
        }

        public Response quote(List<Map<String, Object>> lines) {
            return asks().body(Map.of("lines", lines, "addressId", addressId)).post("/api/mp/v1/order-quotes");
        }

        public Response place(String key, List<Map<String, Object>> lines, String quoteHash) {
            return asks().header(KEY, key)
                    .body(Map.of("lines", lines, "addressId", addressId, "quoteHash", quoteHash))
                    .post("/api/mp/v1/orders");
        }

        /** Quotes and places; answers the order as it was placed. */
        public Placed order(List<Map<String, Object>> lines) {
            var quote = quote(lines).then().statusCode(200).extract().jsonPath();
            var placed = place(key(), lines, quote.getString("quoteHash"))
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath();
            return new Placed(placed.getString("id"), placed.getString("orderNo"), placed.getLong("totalFen"));
        }

        public Placed order(Goods goods, int quantity) {
            return order(List.of(line(goods.sku(), quantity)));
        }

        /** Places and pays; answers when the shop knows of the money. */
        public Placed buy(Goods goods, int quantity) {
            return pay(order(goods, quantity));
        }

        public Placed pay(Placed order) {
            payAt(order);
            awaitState(order, "TO_SHIP");
            return order;
        }

        /** Starts the payment and lets the buyer pay at WeChat, whatever the shop makes of it. */
        public void payAt(Placed order) {
            var prepay = startPayment(order).then().statusCode(200).extract().<String>path("package");
            SandboxControl.payPrepay(prepay.substring("prepay_id=".length()));
        }

        public Response startPayment(Placed order) {
            return asks().header(KEY, key()).post("/api/mp/v1/orders/{id}/payments", order.id());
        }

        /** Its time runs out while WeChat knows nothing of it yet, so money may still come; the buyer with a fresh token. */
        public Buyer expire(Placed order) {
            startPayment(order).then().statusCode(200);
            SandboxControl.refuse("query", 404, "ORDER_NOT_EXIST", 50, order.number());
            SandboxControl.advance(PAY_WINDOW_OVER);
            var later = again();
            later.awaitState(order, "CANCELLED");
            SandboxControl.reset();
            return later;
        }

        public JsonPath see(Placed order) {
            return asks().get("/api/mp/v1/orders/{id}", order.id())
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
        }

        public void awaitState(Placed order, String state) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(
                            () -> assertThat(see(order).getString("state")).isEqualTo(state));
        }

        public Response cancel(Placed order) {
            return asks().post("/api/mp/v1/orders/{id}/cancel", order.id());
        }

        public Response confirmReceipt(Placed order) {
            return asks().post("/api/mp/v1/orders/{id}/confirm-receipt", order.id());
        }

        /** Claims all that has not been shipped. */
        public Response claim(Placed order, String type) {
            return asks().header(KEY, key())
                    .body(Map.of("type", type, "reason", "不想要了"))
                    .post("/api/mp/v1/orders/{id}/after-sales", order.id());
        }

        /** Claims units of the first line. */
        public Response claim(Placed order, String type, int quantity) {
            var line = see(order).getString("lines[0].id");
            return claim(order, type, List.of(Map.of("orderLineId", line, "quantity", quantity)));
        }

        public Response claim(Placed order, String type, List<Map<String, Object>> lines) {
            return asks().header(KEY, key())
                    .body(Map.of("lines", lines, "type", type, "reason", "不合适"))
                    .post("/api/mp/v1/orders/{id}/after-sales", order.id());
        }

        public JsonPath afterSale(String id) {
            return asks().get("/api/mp/v1/after-sales/{id}", id)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
        }

        public void awaitAfterSale(String id, String state) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .untilAsserted(
                            () -> assertThat(afterSale(id).getString("state")).isEqualTo(state));
        }

        public void sendBack(String afterSale) {
            asks().body(Map.of("carrier", "SF", "trackingNo", "SF" + System.nanoTime()))
                    .post("/api/mp/v1/after-sales/{id}/return-shipment", afterSale)
                    .then()
                    .statusCode(200);
        }
    }

    /** An order as its placing answered it. */
    public record Placed(String id, String number, long totalFen) {}

    public static Map<String, Object> line(String sku, int quantity) {
        return Map.of("skuId", sku, "quantity", quantity);
    }

    // Staff

    /** Sends everything that is left. */
    public static void ship(Placed order) {
        ship(order, Map.of("carrier", "SF", "trackingNo", "SF" + System.nanoTime()))
                .then()
                .statusCode(200);
    }

    public static Response ship(Placed order, Map<String, Object> parcel) {
        return as(staff("ops")).body(parcel).post("/api/admin/v1/orders/{id}/shipments", order.id());
    }

    /** @param command approve, reject or receive */
    public static Response decide(String afterSale, String command) {
        return as(staff("support"))
                .body(Map.of("reason", "看过了"))
                .post("/api/admin/v1/after-sales/{id}/{command}", afterSale, command);
    }
}
