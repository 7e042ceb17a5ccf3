package cn.siyu.inventory;

import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Goods;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A trial pack has no stock but that of what is in it (A10). */
@QuarkusTest
class BundleTest {

    private static final String PATH = "/api/admin/v1/bundles/";

    /** A bundle SKU, and what it consists of: two of the first, one of the second. */
    private record Pack(Goods goods, String bundle, String first, String second) {}

    @Test
    void there_are_as_many_packs_as_the_scarcest_part_makes() {
        var pack = pack(5, 2);
        var buyer = Shop.buyer();

        assertThat(availability(buyer, pack.bundle())).isEqualTo("LOW");
        order(buyer, List.of(line(pack.bundle(), 3))).then().statusCode(409);
        order(buyer, List.of(line(pack.bundle(), 2))).then().statusCode(201);

        assertThat(availability(buyer, pack.bundle())).isEqualTo("OUT");
        assertThat(counts(pack.first())).isEqualTo("5/4");
        assertThat(counts(pack.second())).isEqualTo("2/2");
    }

    @Test
    void a_pack_and_a_single_of_the_same_part_count_together() {
        var pack = pack(4, 10);
        var buyer = Shop.buyer();

        var tooMuch = order(buyer, List.of(line(pack.bundle(), 1), line(pack.first(), 3)));

        tooMuch.then().statusCode(409);
        assertThat(tooMuch.<String>path("code")).isEqualTo("STOCK_SHORT");
        assertThat(tooMuch.jsonPath().getList("errors.field"))
                .containsExactly("lines[0].quantity", "lines[1].quantity");
        order(buyer, List.of(line(pack.bundle(), 1), line(pack.first(), 2)))
                .then()
                .statusCode(201);
        assertThat(counts(pack.first())).isEqualTo("4/4");
    }

    @Test
    void parts_leave_with_the_parcel_and_come_back_with_the_return() {
        var pack = pack(10, 10);
        var buyer = Shop.buyer();
        var order = buyer.pay(buyer.order(List.of(line(pack.bundle(), 2))));
        // What was sold is what was agreed to, whatever is put into the pack from now on.
        write(pack.bundle(), Map.of(pack.second(), 5), 0L).then().statusCode(200);

        Shop.ship(order);
        assertThat(counts(pack.first())).isEqualTo("6/0");
        assertThat(counts(pack.second())).isEqualTo("8/0");
        assertThat(buyer.see(order).getList("lines[0].contents.units", Integer.class))
                .containsExactlyInAnyOrder(2, 1);

        buyer.confirmReceipt(order).then().statusCode(200);
        String claim = buyer.claim(order, "RETURN_REFUND", 1).path("id");
        buyer.sendBack(claim);
        Shop.decide(claim, "receive").then().statusCode(200);
        assertThat(counts(pack.first())).isEqualTo("8/0");
        assertThat(counts(pack.second())).isEqualTo("9/0");
    }

    @Test
    void a_cancelled_pack_gives_its_parts_back() {
        var pack = pack(2, 1);
        var buyer = Shop.buyer();
        var order = buyer.order(List.of(line(pack.bundle(), 1)));
        order(Shop.buyer(), List.of(line(pack.first(), 1))).then().statusCode(409);

        buyer.cancel(order).then().statusCode(200);

        order(Shop.buyer(), List.of(line(pack.first(), 2))).then().statusCode(201);
    }

    @Test
    void a_pack_with_regulated_goods_is_regulated() {
        var pack = pack(5, 5);
        var formula = Shop.product(9900, 5);
        Shop.regulate(formula.productId(), "INFANT_FORMULA_0_12M");

        write(pack.bundle(), Map.of(formula.sku(), 1), 0L).then().statusCode(200);

        var page =
                Shop.buyer().asks().get("/api/mp/v1/products/{id}", pack.goods().productId());
        assertThat(page.<String>path("regulatoryClass")).isEqualTo("INFANT_FORMULA_0_12M");
        assertThat(Shop.as(Shop.staff("auditor")).get(PATH + pack.bundle()).<String>path("regulatedAs"))
                .isEqualTo("INFANT_FORMULA_0_12M");
    }

    @Test
    void a_bundle_holds_no_bundle_and_no_unknown_and_not_itself() {
        var pack = pack(5, 5);
        var other = Shop.product(1000, 5, 2, "SEVEN_DAYS");

        assertThat(fault(write(other.skus().get(0), Map.of(pack.bundle(), 1), null)))
                .isEqualTo("is a bundle itself");
        assertThat(fault(write(other.sku(), Map.of(other.sku(), 1), null))).isEqualTo("is the bundle itself");
        assertThat(fault(write(other.sku(), Map.of(UUID.randomUUID().toString(), 1), null)))
                .isEqualTo("there is no such SKU");
        assertThat(write(pack.first(), Map.of(other.sku(), 1), null).<String>path("code"))
                .isEqualTo("BUNDLE_PARTS");
        write(UUID.randomUUID().toString(), Map.of(other.sku(), 1), null).then().statusCode(404);
        write(pack.bundle(), Map.of(pack.first(), 0), 0L).then().statusCode(400);
        write(pack.bundle(), Map.of(pack.first(), 1), 7L).then().statusCode(409);
        write(pack.bundle(), Map.of(pack.first(), 1), null).then().statusCode(409);
    }

    @Test
    void a_bundle_has_no_stock_of_its_own_until_it_is_one_no_more() {
        var pack = pack(5, 5);
        var merchandiser = Shop.as(Shop.staff("merchandiser"));
        assertThat(adjust(pack.bundle()).<String>path("errors[0].message"))
                .isEqualTo("is a bundle: its components have the stock");
        var listed = Shop.as(Shop.staff("support")).get("/api/admin/v1/bundles?size=100");
        assertThat(listed.jsonPath().getList("items.skuId")).contains(pack.bundle());
        Shop.as(Shop.staff("support"))
                .get("/api/admin/v1/bundles?size=0")
                .then()
                .statusCode(400);

        merchandiser.delete(PATH + pack.bundle() + "?version=4&reason=x").then().statusCode(409);
        Shop.as(Shop.staff("merchandiser"))
                .delete(PATH + pack.bundle() + "?version=0&reason=x")
                .then()
                .statusCode(204);

        adjust(pack.bundle()).then().statusCode(201);
        Shop.as(Shop.staff("support")).get(PATH + pack.bundle()).then().statusCode(404);
    }

    private static Pack pack(int first, int second) {
        var goods = Shop.product(5000, 0, 3, "SEVEN_DAYS");
        var pack = new Pack(
                goods, goods.skus().get(0), goods.skus().get(1), goods.skus().get(2));
        Shop.count(pack.first(), first);
        Shop.count(pack.second(), second);
        write(pack.bundle(), Map.of(pack.first(), 2, pack.second(), 1), null)
                .then()
                .statusCode(200);
        return pack;
    }

    private static Response write(String bundle, Map<String, Integer> parts, @Nullable Long version) {
        var components = new ArrayList<Map<String, Object>>();
        parts.forEach((sku, units) -> components.add(Map.of("skuId", sku, "units", units)));
        var body = new HashMap<String, Object>(Map.of("components", components, "reason", "体验装"));
        if (version != null) {
            body.put("version", version);
        }
        return Shop.as(Shop.staff("merchandiser")).body(body).put(PATH + bundle);
    }

    private static String fault(Response answer) {
        answer.then().statusCode(422);
        return answer.path("errors[0].message");
    }

    private static Response adjust(String sku) {
        var desk = Shop.as(Shop.staff("ops"));
        String pool = desk.get("/api/admin/v1/stock-pools").path("items[0].id");
        return Shop.as(Shop.staff("ops"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("poolId", pool, "lines", List.of(Map.of("skuId", sku, "counted", 7)), "reason", "counted"))
                .post("/api/admin/v1/stock-adjustments");
    }

    private static Response order(Buyer buyer, List<Map<String, Object>> lines) {
        return buyer.place(Shop.key(), lines, buyer.quote(lines).path("quoteHash"));
    }

    private static String availability(Buyer buyer, String sku) {
        return buyer.quote(List.of(line(sku, 1))).path("lines[0].availability");
    }

    /** On hand and reserved. */
    private static String counts(String sku) {
        var counts = Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/stock?skuId=" + sku)
                .jsonPath();
        return counts.getInt("items[0].onHand") + "/" + counts.getInt("items[0].reserved");
    }
}
