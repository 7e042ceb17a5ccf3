package cn.siyu.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Invoices, and what becomes of them when money goes back (L13). */
@QuarkusTest
class InvoiceDeskTest {

    private static final String OWN = "/api/mp/v1/orders/{id}/invoice";
    private static final String DESK = "/api/admin/v1/invoices";
    private static final String RED = "/api/admin/v1/red-letters";
    private static final Map<String, Object> COMPANY =
            Map.of("kind", "COMPANY", "title", "深圳小树苗有限公司", "taxNo", "91440300MA5F00000X", "email", "a@example.com");

    @AfterEach
    void calm() {
        SandboxControl.reset();
    }

    @Test
    void an_invoice_is_over_what_was_not_given_back_and_later_refunds_need_red_letters() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(10_000, 1), 1);
        Shop.ship(order);
        refund(buyer, order, 300);
        var id = ask(buyer, order, COMPANY).then().statusCode(200).extract().<String>path("id");

        var issued = issue(id, number(), 0);
        refund(buyer, order, 200);

        assertThat(issued.jsonPath().getLong("amountFen")).isEqualTo(order.totalFen() - 300);
        await().untilAsserted(() -> assertThat(own(buyer, order).getList("redLetters.amountFen", Long.class))
                .containsExactly(200L));
        var refundNo = own(buyer, order).getString("redLetters[0].refundNo");
        assertThat(Shop.as(Shop.staff("finance"))
                        .get(RED + "?size=100")
                        .jsonPath()
                        .getList("items.refundNo"))
                .contains(refundNo);
        redLetter(refundNo, number()).then().statusCode(200);
        assertThat(redLetter(refundNo, number()).statusCode()).isEqualTo(409);
        assertThat(redLetter("R-none", number()).statusCode()).isEqualTo(404);
        assertThat(own(buyer, order).getBoolean("redLetters[0].issued")).isTrue();
        Shop.as(Shop.staff("finance")).get(RED + "?size=0").then().statusCode(400);
        assertThat(ask(buyer, order, COMPANY).statusCode()).isEqualTo(409);
    }

    @Test
    void only_a_paid_order_has_an_invoice_and_a_number_is_given_once() {
        var buyer = Shop.buyer();
        var goods = Shop.product(1000, 3);
        var unpaid = buyer.order(goods, 1);
        var first = buyer.buy(goods, 1);
        var second = buyer.buy(goods, 1);
        var number = number();

        assertThat(ask(buyer, unpaid, COMPANY).statusCode()).isEqualTo(409);
        assertThat(buyer.asks().get(OWN, unpaid.id()).statusCode()).isEqualTo(404);
        ask(buyer, first, Map.of("kind", "COMPANY", "title", "没有税号", "email", "a@example.com"))
                .then()
                .statusCode(400);
        var one = ask(buyer, first, COMPANY).<String>path("id");
        var two = ask(buyer, second, COMPANY).<String>path("id");
        issue(one, number, 0).then().statusCode(200);
        assertThat(issue(two, number, 0).<String>path("code")).isEqualTo("INVOICE_NUMBER_USED");
        assertThat(issue(two, number(), 7).statusCode()).isEqualTo(409);
        assertThat(issue(UUID.randomUUID().toString(), number(), 0).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_request_is_changed_withdrawn_or_rejected_and_made_again() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 1), 1);

        var first = ask(buyer, order, COMPANY).<String>path("id");
        var changed = ask(buyer, order, Map.of("kind", "PERSON", "title", "王小明", "email", "b@example.com"));
        assertThat(changed.<String>path("id")).isEqualTo(first);
        assertThat(changed.<String>path("title")).isEqualTo("王小明");
        buyer.asks().post(OWN + "/withdraw", order.id()).then().statusCode(200);
        buyer.asks().post(OWN + "/withdraw", order.id()).then().statusCode(409);
        var second = ask(buyer, order, COMPANY).<String>path("id");
        reject(second, 0).then().statusCode(200);
        reject(second, 1).then().statusCode(409);

        assertThat(own(buyer, order).getString("state")).isEqualTo("REJECTED");
        assertThat(own(buyer, order).getString("answer")).isEqualTo("税号不符");
        assertThat(ask(buyer, order, COMPANY).<String>path("id")).isNotEqualTo(second);
        assertThat(Shop.buyer().asks().get(OWN, order.id()).statusCode()).isEqualTo(404);
    }

    @Test
    void whom_it_names_is_for_the_buyer_and_finance_alone() {
        var buyer = Shop.buyer();
        var order = buyer.buy(Shop.product(1000, 1), 1);
        var id = ask(buyer, order, COMPANY).<String>path("id");

        var finance = Shop.as(Shop.staff("finance")).get(DESK + "/{id}", id);
        var support = Shop.as(Shop.staff("support")).get(DESK + "/{id}", id);

        assertThat(finance.<String>path("title")).isEqualTo("深圳小树苗有限公司");
        assertThat(support.<String>path("title")).isEqualTo("深***");
        assertThat(support.asString()).doesNotContain("91440300", "example.com");
        assertThat(Shop.as(Shop.staff("support"))
                        .get(DESK + "?state=REQUESTED&size=100")
                        .jsonPath()
                        .getList("items.id"))
                .contains(id);
        Shop.as(Shop.staff("support")).get(DESK + "?size=0").then().statusCode(400);
        assertThat(Shop.as(Shop.staff("finance"))
                        .get(DESK + "/{id}", UUID.randomUUID())
                        .statusCode())
                .isEqualTo(404);
    }

    private static void refund(Buyer buyer, Placed order, long fen) {
        var before = buyer.see(order).getLong("refundedFen");
        Shop.as(Shop.staff("finance"))
                .header("Idempotency-Key", Shop.key())
                .body(Map.of("amountFen", fen, "reason", "包装破损"))
                .post("/api/admin/v1/orders/{id}/refund", order.id())
                .then()
                .statusCode(201);
        SandboxControl.advance(Duration.ofMinutes(2));
        await().untilAsserted(() ->
                assertThat(buyer.see(order).getLong("refundedFen")).isEqualTo(before + fen));
    }

    private static Response ask(Buyer buyer, Placed order, Map<String, Object> recipient) {
        return buyer.asks().body(recipient).put(OWN, order.id());
    }

    private static JsonPath own(Buyer buyer, Placed order) {
        return buyer.asks()
                .get(OWN, order.id())
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Response issue(String id, String number, long version) {
        return Shop.as(Shop.staff("finance"))
                .body(Map.of("number", number, "version", version))
                .post(DESK + "/{id}/issue", id);
    }

    private static Response reject(String id, long version) {
        return Shop.as(Shop.staff("finance"))
                .body(Map.of("reason", "税号不符", "version", version))
                .post(DESK + "/{id}/reject", id);
    }

    private static Response redLetter(String refundNo, String number) {
        return Shop.as(Shop.staff("finance")).body(Map.of("number", number)).post(RED + "/{no}/issue", refundNo);
    }

    private static String number() {
        return "2544" + System.nanoTime();
    }
}
