package cn.siyu.payment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.testing.HeaderSignIn;
import cn.siyu.testing.SandboxControl;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What members and staff see of payments. */
@QuarkusTest
class PaymentPagesTest {

    private static final String BUYER = "payment-pages-test";

    @Inject
    Till till;

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    @Test
    void the_page_that_waits_learns_of_a_payment_that_nobody_told() {
        SandboxControl.notifyMode("DROP");
        var due = till.due(BUYER, 2_500);
        var payment = till.start(due).payment();
        as(due.member(), Role.MEMBER)
                .get("/api/mp/v1/payments/{id}", payment)
                .then()
                .statusCode(200)
                .body("state", equalTo("PENDING"))
                .body("amountFen", equalTo(2_500));
        SandboxControl.pay(due.orderNo());

        Awaitility.await()
                .untilAsserted(() -> as(due.member(), Role.MEMBER)
                        .get("/api/mp/v1/payments/{id}", payment)
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("PAID")));
    }

    @Test
    void however_often_the_page_asks_wechat_is_asked_once_in_two_seconds() {
        var due = till.due(BUYER, 2_600);
        var payment = till.start(due).payment();

        for (var time = 0; time < 10; time++) {
            as(due.member(), Role.MEMBER)
                    .get("/api/mp/v1/payments/{id}", payment)
                    .then()
                    .statusCode(200);
        }

        assertThat(SandboxControl.calls("query", due.orderNo())).isBetween(1, 3);
    }

    @Test
    void another_members_payment_does_not_exist() {
        var due = till.due(BUYER, 2_700);
        var payment = till.start(due).payment();

        as(Ids.next(), Role.MEMBER)
                .get("/api/mp/v1/payments/{id}", payment)
                .then()
                .statusCode(404);
        given().get("/api/mp/v1/payments/{id}", payment).then().statusCode(401);
    }

    @Test
    void staff_find_a_payment_with_its_refunds_and_ask_wechat() {
        SandboxControl.notifyMode("DROP");
        var due = till.due(BUYER, 2_800);
        var payment = till.start(due).payment();
        SandboxControl.pay(due.orderNo());

        as(Ids.next(), Role.FINANCE)
                .post("/api/admin/v1/payments/{id}/sync", payment)
                .then()
                .statusCode(200)
                .body("payment.state", equalTo("CAPTURED"));
        till.refund(due, "R" + due.orderNo(), 800);
        as(Ids.next(), Role.AUDITOR)
                .get("/api/admin/v1/payments/{id}", payment)
                .then()
                .statusCode(200)
                .body("payment.refundAskedFen", equalTo(800))
                .body("refunds", hasSize(1));
        as(Ids.next(), Role.SUPPORT)
                .queryParam("state", "CAPTURED")
                .queryParam("number", due.orderNo())
                .get("/api/admin/v1/payments")
                .then()
                .statusCode(200)
                .body("total", greaterThanOrEqualTo(1))
                .body("items[0].orderNo", equalTo(due.orderNo()));
    }

    @Test
    void what_does_not_exist_is_not_found_and_who_may_not_look_is_told_so() {
        var nobody = Ids.next();
        as(nobody, Role.FINANCE)
                .get("/api/admin/v1/payments/{id}", nobody)
                .then()
                .statusCode(404);
        as(nobody, Role.FINANCE)
                .post("/api/admin/v1/payments/{id}/sync", nobody)
                .then()
                .statusCode(404);
        as(nobody, Role.FINANCE)
                .queryParam("size", 101)
                .get("/api/admin/v1/payments")
                .then()
                .statusCode(400);
        as(nobody, Role.MERCHANDISER).get("/api/admin/v1/payments").then().statusCode(403);
    }

    private static RequestSpecification as(UUID id, String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(id, role));
    }
}
