package cn.siyu.commission;

import static cn.siyu.commission.Earners.capital;
import static cn.siyu.commission.Earners.distributor;
import static cn.siyu.commission.Earners.funded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who has agreed once gets his money without confirming each transfer, until he takes it back. */
@QuarkusTest
class PayoutAuthorizationStoryTest {

    private static final String AUTHORIZATION = Earners.API + "/payout-authorization";

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    @Test
    void what_is_authorized_arrives_by_itself_and_what_was_taken_back_is_confirmed_again() {
        capital(20_000);
        var partner = funded(20_000);
        partner.person().asks().get(AUTHORIZATION).then().statusCode(404);
        partner.person()
                .asks()
                .put(AUTHORIZATION)
                .then()
                .statusCode(200)
                .body("state", equalTo("WAITING"), "agree.package", notNullValue());
        partner.person().asks().put(AUTHORIZATION).then().statusCode(200).body("state", equalTo("WAITING"));

        SandboxControl.confirmAuthorization(partner.person().name());
        awaitState(partner, "ACTIVE");
        var first = partner.withdrawn(5_000);
        partner.awaitWithdrawal(first, "SUCCEEDED");
        var request = SandboxControl.transfer(first.replace("-", "")).path("request");
        assertThat(request.path("authorization_id").asText()).isNotEmpty();

        SandboxControl.notifyMode("DROP");
        SandboxControl.revokeAuthorization(partner.person().name());
        var second = partner.withdrawn(6_000);
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            SandboxControl.advance(Duration.ofSeconds(10));
            return partner.again().withdrawal(second).getString("state").equals("WAIT_CONFIRM");
        });
        partner.again()
                .person()
                .asks()
                .get(AUTHORIZATION)
                .then()
                .statusCode(200)
                .body("state", equalTo("CLOSED"), "closeReason", equalTo("USER_CLOSE"), "agree", nullValue());
        SandboxControl.confirmTransfer(second.replace("-", ""));
    }

    @Test
    void the_shop_takes_it_back_for_whoever_asks() {
        var partner = distributor();
        partner.person().asks().delete(AUTHORIZATION).then().statusCode(404);
        partner.person().asks().put(AUTHORIZATION).then().statusCode(200);
        SandboxControl.confirmAuthorization(partner.person().name());
        awaitState(partner, "ACTIVE");

        partner.person()
                .asks()
                .delete(AUTHORIZATION)
                .then()
                .statusCode(200)
                .body("state", equalTo("CLOSED"), "closeReason", equalTo("CLOSE_VIA_MCH_API"));
        Shop.buyer().asks().put(AUTHORIZATION).then().statusCode(403);
        Shop.buyer().asks().get(AUTHORIZATION).then().statusCode(403).body("code", equalTo("NOT_A_PAYEE"));
    }

    private static void awaitState(Partner partner, String state) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () -> partner.person().asks().get(AUTHORIZATION).then().body("state", equalTo(state)));
    }
}
