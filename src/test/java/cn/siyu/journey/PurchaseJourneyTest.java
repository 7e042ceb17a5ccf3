package cn.siyu.journey;

import static cn.siyu.testing.Shop.line;
import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One honest purchase: a member signs in, buys, pays, is shipped to, sends something back and gets his money. */
@QuarkusTest
class PurchaseJourneyTest {

    @Test
    void a_member_buys_receives_returns_one_and_keeps_the_other() {
        var romper = Shop.product(12_900, 5);
        var socks = Shop.product(1_990, 5);
        var alice = Shop.buyer();

        // She puts both into her cart, looks at what it costs, and orders at that price.
        for (var goods : List.of(romper, socks)) {
            alice.asks()
                    .body(line(goods.sku(), 1))
                    .post("/api/mp/v1/cart/items")
                    .then()
                    .statusCode(200);
        }
        var lines = List.of(line(romper.sku(), 1), line(socks.sku(), 1));
        var quote = alice.quote(lines).then().statusCode(200).extract().jsonPath();
        assertThat(quote.getLong("totalFen")).isEqualTo(14_890);
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
        var kept = alice.see(order).getString("lines[0].id");
        var claim = alice.claim(order, "RETURN_REFUND", List.of(Map.of("orderLineId", kept, "quantity", 1)));
        claim.then().statusCode(201);
        assertThat(claim.<String>path("state")).isEqualTo("SELLER_AGREED");
        String afterSale = claim.path("id");
        alice.sendBack(afterSale);
        Shop.decide(afterSale, "receive").then().statusCode(200);
        alice.awaitAfterSale(afterSale, "DONE");

        var end = alice.see(order);
        assertThat(end.getLong("refundedFen")).isEqualTo(12_900);
        assertThat(end.getString("state")).isEqualTo("RECEIVED");
        assertThat(SandboxControl.refund(end.getString("refunds[0].refundNo"))
                        .path("status")
                        .asText())
                .isEqualTo("SUCCESS");
    }
}
