package cn.siyu.groupbuy;

import static cn.siyu.testing.Shop.as;
import static cn.siyu.testing.Shop.key;
import static cn.siyu.testing.Shop.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import cn.siyu.testing.Shop.Placed;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Group buying as stories tell it: activities by staff, groups by members; everything goes over HTTP. */
public final class Groups {

    private static final String KEY = "Idempotency-Key";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Groups() {}

    /** An activity that runs. */
    public record Activity(String id, Goods goods, long priceFen) {}

    /** A place that a buyer has taken. */
    public record Place(Buyer buyer, String group, Placed order) {

        public void pay() {
            buyer.payAt(order);
        }

        /** Pays and waits until the shop knows of it. */
        public void payAndAwait(String state) {
            pay();
            buyer.awaitState(order, state);
        }
    }

    public static Map<String, Object> request(Goods goods, long priceFen, int quota, Map<String, Object> values) {
        var now = SandboxControl.now();
        var request = new HashMap<String, Object>(Map.of(
                "name",
                "三人拼团",
                "spuId",
                goods.productId(),
                "skus",
                List.of(Map.of("skuId", goods.sku(), "priceFen", priceFen, "quota", quota)),
                "size",
                3,
                "perOrderQty",
                2,
                "perPersonQty",
                4,
                "maxOpenGroupsPerPerson",
                2,
                "startsAt",
                now.minusSeconds(60).toString(),
                "endsAt",
                now.plus(Duration.ofDays(2)).toString()));
        request.putAll(values);
        return request;
    }

    public static Response create(Map<String, Object> request) {
        return as(staff("merchandiser")).body(request).post("/api/admin/v1/group-buys");
    }

    public static Response command(String activity, String command) {
        var version = desk(activity).getLong("version");
        return as(staff("merchandiser"))
                .header(KEY, key())
                .body(Map.of("version", version, "reason", "计划"))
                .post("/api/admin/v1/group-buys/{id}/{command}", activity, command);
    }

    public static Response change(String activity, Map<String, Object> request, long version) {
        return as(staff("merchandiser"))
                .header(KEY, key())
                .body(Map.of("activity", request, "version", version, "reason", "加量"))
                .put("/api/admin/v1/group-buys/{id}", activity);
    }

    public static JsonPath desk(String activity) {
        return as(staff("merchandiser"))
                .get("/api/admin/v1/group-buys/{id}", activity)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static Activity running(int stock, int quota, Map<String, Object> values) {
        var goods = Shop.product(1_000, stock);
        return running(goods, quota, values);
    }

    public static Activity running(Goods goods, int quota, Map<String, Object> values) {
        var id = create(request(goods, 900, quota, values))
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        command(id, "publish").then().statusCode(200);
        return new Activity(id, goods, 900);
    }

    /** What a buyer sends who agrees to the quoted total. */
    public static Map<String, Object> wish(Buyer buyer, Activity activity, int quantity) {
        var quote = buyer.asks()
                .body(Map.of("skuId", activity.goods().sku(), "quantity", quantity, "addressId", buyer.addressId()))
                .post("/api/mp/v1/group-buys/{id}/quotes", activity.id())
                .jsonPath();
        return Map.of(
                "skuId",
                activity.goods().sku(),
                "quantity",
                quantity,
                "addressId",
                buyer.addressId(),
                "agreedTotalFen",
                quote.get("totalFen") == null ? 0 : quote.getLong("totalFen"));
    }

    public static Response open(Buyer buyer, Activity activity, int quantity) {
        return buyer.asks()
                .header(KEY, key())
                .body(wish(buyer, activity, quantity))
                .post("/api/mp/v1/group-buys/{id}/buy-groups", activity.id());
    }

    public static Response join(Buyer buyer, Activity activity, String group, int quantity) {
        return buyer.asks()
                .header(KEY, key())
                .body(wish(buyer, activity, quantity))
                .post("/api/mp/v1/buy-groups/{id}/seats", group);
    }

    public static Place opened(Buyer buyer, Activity activity) {
        return place(buyer, open(buyer, activity, 1));
    }

    public static Place joined(Buyer buyer, Activity activity, String group) {
        return place(buyer, join(buyer, activity, group, 1));
    }

    /** A group whose leader has paid. */
    public static Place led(Activity activity) {
        var place = opened(Shop.buyer(), activity);
        place.payAndAwait("GROUPING");
        return place;
    }

    public static Place place(Buyer buyer, Response answer) {
        var taken = answer.then().statusCode(201).extract().jsonPath();
        var order = new Placed(taken.getString("orderId"), taken.getString("orderNo"), taken.getLong("totalFen"));
        return new Place(buyer, taken.getString("buyGroupId"), order);
    }

    /** With his own place, if he has or had one, else as everybody sees it. */
    public static JsonPath see(Buyer buyer, String group) {
        var own = buyer.asks().get("/api/mp/v1/me/buy-groups/{id}", group);
        var seen = own.statusCode() == 404 ? buyer.asks().get("/api/mp/v1/buy-groups/{id}", group) : own;
        return seen.then().statusCode(200).extract().jsonPath();
    }

    public static JsonPath awaitGroup(Buyer buyer, String group, String state) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () -> assertThat(see(buyer, group).getString("state")).isEqualTo(state));
        return see(buyer, group);
    }

    public static void awaitRefunds(Buyer buyer, String group, int payments) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> {
            var seen = see(buyer, group);
            assertThat(seen.getInt("refund.payments")).isEqualTo(payments);
            assertThat(seen.getInt("refund.arrived")).isEqualTo(payments);
        });
    }

    public static Response decide(String group, String command) {
        return as(staff("merchandiser"))
                .header(KEY, key())
                .body(Map.of("reason", "人数够了"))
                .post("/api/admin/v1/buy-groups/{id}/{command}", group, command);
    }
}
