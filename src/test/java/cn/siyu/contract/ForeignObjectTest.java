package cn.siyu.contract;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import cn.siyu.contract.Contract.Operation;
import cn.siyu.groupbuy.Groups;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may not, cannot (SEC-02), for every operation of the contract: a stranger with the right id is told that there is no
 * such thing, a member is nobody to the desk, and the desk is nobody to the mini-program. A new operation is covered by
 * standing in the contract; one with a new kind of object fails until the object is named here.
 */
@QuarkusTest
class ForeignObjectTest {

    /** What everybody may read, open or join. */
    private static final List<String> PUBLIC = List.of(
            "GET /api/mp/v1/products/",
            "GET /api/mp/v1/share-tokens/",
            "GET /api/mp/v1/group-buys/",
            "POST /api/mp/v1/group-buys/",
            "GET /api/mp/v1/flash-sales/",
            "POST /api/mp/v1/flash-sales/",
            "GET /api/mp/v1/buy-groups/",
            "POST /api/mp/v1/buy-groups/",
            "POST /api/mp/v1/coupon-templates/",
            // Who has the link may look, and who is not in the group is told to join it: 403 COUPON_COMMUNITY_ONLY.
            "GET /api/mp/v1/coupon-drops/",
            "POST /api/mp/v1/coupon-drops/");

    /** Doors that must be open before one has a token. */
    private static final List<String> DOORS = List.of(
            "/api/admin/v1/sessions",
            "/api/admin/v1/sessions/refresh",
            "/api/admin/v1/bootstrap",
            "/api/admin/v1/totp-enrolments",
            "/api/admin/v1/totp-enrolments/confirm");

    private final Contract contract = Contract.committed();

    private static @Nullable Victim victim;

    /** One member's things, by the path that names them. */
    private record Victim(Map<String, String> things) {

        static Victim settle() {
            var goods = Shop.product(1_000, 20);
            var buyer = Shop.buyer();
            var order = buyer.buy(goods, 1);
            Shop.ship(order);
            var payment = buyer.startPayment(buyer.order(goods, 1))
                    .then()
                    .statusCode(200)
                    .extract()
                    .<String>path("paymentId");
            return new Victim(Map.of(
                    "orders", order.id(),
                    "payments", payment,
                    "after-sales", claim(buyer, order),
                    "addresses", buyer.addressId(),
                    "cart", inCart(buyer, goods.sku()),
                    "buy-groups", opened(buyer),
                    "share-tokens", shared(buyer),
                    "community-joins", joined(buyer),
                    "communities", community().getString("community.id"),
                    "koc-invitations", invited(buyer)));
        }

        /** A group that nobody else sees before it is paid. */
        private static String opened(Buyer buyer) {
            return Groups.opened(buyer, Groups.running(20, 5, Map.of())).group();
        }

        private static String shared(Buyer buyer) {
            return buyer.asks()
                    .body(Map.of("source", "WECHAT_CHAT"))
                    .post("/api/mp/v1/share-tokens")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("token");
        }

        /** The stay in a community of somebody else. */
        private static String joined(Buyer buyer) {
            return buyer.asks()
                    .body(Map.of("code", community().getString("community.code")))
                    .post("/api/mp/v1/community-joins")
                    .then()
                    .statusCode(200)
                    .extract()
                    .path("id");
        }

        private static String invited(Buyer buyer) {
            var member = buyer.asks().get("/api/mp/v1/me").then().extract().<String>path("id");
            return desk(
                            "/api/admin/v1/koc-bindings",
                            Map.of(
                                    "communityId",
                                    community().getString("community.id"),
                                    "memberId",
                                    member,
                                    "name",
                                    "豆豆妈",
                                    "reason",
                                    "推荐"))
                    .getString("id");
        }

        private static JsonPath community() {
            var owner =
                    Shop.buyer().asks().get("/api/mp/v1/me").then().extract().<String>path("id");
            var seller = desk(
                            "/api/admin/v1/sellers",
                            Map.of("kind", "DISTRIBUTOR", "name", "李姐", "distributorId", owner, "memberId", owner))
                    .getString("id");
            var sketch =
                    Map.of("name", "宝妈群", "chatId", "chat-" + System.nanoTime(), "category", "0-1岁", "capacity", 9);
            return desk("/api/admin/v1/communities", Map.of("community", sketch, "ownerId", seller));
        }

        private static JsonPath desk(String path, Map<String, ?> body) {
            return Shop.as(Shop.staff("merchandiser"))
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath();
        }

        private static String claim(Buyer buyer, Placed order) {
            buyer.confirmReceipt(order).then().statusCode(200);
            return buyer.claim(order, "RETURN_REFUND", 1)
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
        }

        private static String inCart(Buyer buyer, String sku) {
            return buyer.asks()
                    .body(Shop.line(sku, 1))
                    .post("/api/mp/v1/cart/items")
                    .then()
                    .extract()
                    .path("lines[0].id");
        }
    }

    @TestFactory
    Stream<DynamicTest> a_strangers_request_finds_nothing() {
        var stranger = Shop.buyer();

        return contract.operations().stream()
                .filter(operation -> operation.template().startsWith("/api/mp/v1/"))
                .filter(operation -> !operation.pathParameters().isEmpty())
                .filter(operation -> PUBLIC.stream().noneMatch(operation.toString()::startsWith))
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    var answer = send(stranger.asks(), operation, thingOf(operation));

                    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(404);
                    assertThat(answer.jsonPath().getString("code")).isEqualTo("NOT_FOUND");
                }));
    }

    @TestFactory
    Stream<DynamicTest> a_member_is_nobody_to_the_desk() {
        var member = Shop.buyer();

        return contract.operations().stream()
                .filter(operation -> operation.template().startsWith("/api/admin/v1/"))
                .filter(operation -> !DOORS.contains(operation.template()))
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    var answer =
                            send(member.asks(), operation, UUID.randomUUID().toString());

                    assertThat(answer.statusCode()).as(answer.asString()).isIn(401, 403);
                }));
    }

    @TestFactory
    Stream<DynamicTest> the_desk_and_the_nameless_are_nobody_to_the_mini_program() {
        var admin = Shop.staff("admin");

        return contract.operations().stream()
                .filter(operation -> operation.template().startsWith("/api/mp/v1/"))
                .filter(operation -> !operation.definition().path("security").isMissingNode())
                .map(operation -> dynamicTest(operation.toString(), () -> {
                    var desk = send(Shop.as(admin), operation, UUID.randomUUID().toString());
                    var nameless = send(
                            given().contentType(ContentType.JSON),
                            operation,
                            UUID.randomUUID().toString());

                    assertThat(desk.statusCode()).as(desk.asString()).isIn(401, 403);
                    assertThat(nameless.statusCode()).as(nameless.asString()).isEqualTo(401);
                }));
    }

    private static String thingOf(Operation operation) {
        if (victim == null) {
            victim = Victim.settle();
        }
        var path = operation.template().substring("/api/mp/v1/".length());
        var kind = path.replaceFirst("^me/", "").split("/", 2)[0];
        return Optional.ofNullable(victim.things().get(kind))
                .orElseThrow(() -> new AssertionError("name a foreign object for " + operation));
    }

    private Response send(RequestSpecification who, Operation operation, String id) {
        var request = who.header("Idempotency-Key", Shop.key());
        switch (contract.bodyType(operation).orElse("")) {
            case "multipart/form-data" ->
                request.contentType(ContentType.MULTIPART).multiPart("files", "skus.csv", new byte[] {1});
            case "text/csv" -> request.contentType("text/csv").body("orderNo");
            default -> contract.sampleBody(operation).ifPresent(request::body);
        }
        var path = operation.template().replaceAll("\\{[^}]+}", id);
        return request.request(operation.method(), path);
    }
}
