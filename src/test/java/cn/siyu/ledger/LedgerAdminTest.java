package cn.siyu.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.ledger.Account.Kind;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The books over HTTP. */
@QuarkusTest
class LedgerAdminTest {

    private static final String BASE = "/api/admin/v1/ledger";

    @Inject
    Ledger ledger;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void finance_finds_a_transfer_by_its_reference_and_both_balances() {
        var reference = "FOUND:" + Ids.next();
        var transfer = new Transfer(
                reference,
                Account.of(Kind.WECHAT_CLEARING),
                Account.of(Kind.CUSTOMER_PREPAYMENTS),
                Money.ofFen(4_200),
                clock.instant());
        assertThat(transactions
                        .in(tx -> ledger.post(tx, List.of(transfer)))
                        .await()
                        .atMost(Duration.ofSeconds(20)))
                .isEqualTo(1);

        as(Role.FINANCE)
                .get(BASE + "/transfers?reference=" + reference)
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items.amountFen", contains(4_200))
                .body("items.debit", contains("WECHAT_CLEARING"));
        as(Role.AUDITOR)
                .get(BASE + "/accounts?kind=CUSTOMER_PREPAYMENTS")
                .then()
                .statusCode(200)
                .body("items.kind", hasItem("CUSTOMER_PREPAYMENTS"))
                .body("items[0].balanceFen", notNullValue());
        as(Role.ADMIN)
                .get(BASE + "/accounts?kind=WECHAT_CLEARING")
                .then()
                .statusCode(200)
                .body("items.side", hasItem("DEBIT"))
                .body("total", equalTo(1));
        as(Role.ADMIN)
                .get(BASE + "/transfers?account=WECHAT_CLEARING&limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
    }

    @Test
    void the_books_are_closed_to_others() {
        as(Role.OPS).get(BASE + "/accounts").then().statusCode(403);
        as(Role.MEMBER).get(BASE + "/transfers").then().statusCode(403);
        as(Role.FINANCE).get(BASE + "/transfers?cursor=broken").then().statusCode(400);
    }

    private static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), role));
    }
}
