package cn.siyu.journey;

import static cn.siyu.testing.Shop.line;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.CatalogueFiles;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** One honest purchase: a catalogue is imported, a member signs in, buys, pays, is shipped to, sends something back and gets his money. */
@QuarkusTest
class PurchaseJourneyTest {

    @Test
    void a_catalogue_is_imported_and_a_member_buys_receives_returns_one_and_keeps_the_other() {
        // A merchandiser imports the catalogue: products, SKUs with their axes, prices, opening stock.
        var merchandiser = Shop.staff("merchandiser");
        var codes = "J" + UUID.randomUUID().toString().substring(0, 6) + "-";
        CatalogueFiles.land(merchandiser, codes);
        var romper = sku(merchandiser, codes + "T1001", List.of("红", "66"));
        var shoes = sku(merchandiser, codes + "T1002", List.of("白", "13cm", "普通"));
        var alice = Shop.buyer();

        // She puts both into her cart, looks at what it costs, and orders at that price.
        for (var sku : List.of(romper, shoes)) {
            alice.asks().body(line(sku, 1)).post("/api/mp/v1/cart/items").then().statusCode(200);
        }
        var lines = List.of(line(romper, 1), line(shoes, 1));
        var quote = alice.quote(lines).then().statusCode(200).extract().jsonPath();
        assertThat(quote.getLong("totalFen")).isEqualTo(6_900 + 12_900);
        var order = alice.order(lines);
        assertThat(alice.see(order).getString("state")).isEqualTo("PENDING_PAYMENT");

        // WeChat takes her money and tells the shop.
        var paid = alice.pay(order);
        assertThat(SandboxControl.payment(paid.number()).isEmpty()).isFalse();

        // The warehouse sends everything; she says that it has arrived.
        Shop.ship(order);
        alice.awaitState(order, "SHIPPED");
        var parcels =
                alice.asks().get("/api/mp/v1/orders/{id}/shipments", order.id()).jsonPath();
        assertThat(parcels.getList("items")).hasSize(1);
        alice.confirmReceipt(order).then().statusCode(200);

        // The romper does not fit: it goes back, and its money comes back.
        var misfit = alice.see(order).getString("lines.find { it.skuId == '" + romper + "' }.id");
        var claim = alice.claim(order, "RETURN_REFUND", List.of(Map.of("orderLineId", misfit, "quantity", 1)));
        claim.then().statusCode(201);
        assertThat(claim.<String>path("state")).isEqualTo("SELLER_AGREED");
        String afterSale = claim.path("id");
        alice.sendBack(afterSale);
        Shop.decide(afterSale, "receive").then().statusCode(200);
        alice.awaitAfterSale(afterSale, "DONE");

        var end = alice.see(order);
        assertThat(end.getLong("refundedFen")).isEqualTo(6_900);
        assertThat(end.getString("state")).isEqualTo("RECEIVED");
        assertThat(SandboxControl.refund(end.getString("refunds[0].refundNo"))
                        .path("status")
                        .asText())
                .isEqualTo("SUCCESS");
    }

    /** The SKU of a combination, as the product's page in the mini-program gives it. */
    private static String sku(String merchandiser, String product, List<String> values) {
        String id = Shop.as(merchandiser)
                .queryParam("q", product)
                .get("/api/admin/v1/products")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
        var matrix = given().get("/api/mp/v1/products/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        return matrix.param("values", values).getString("matrix.find { it.values == values }.skuId");
    }
}
