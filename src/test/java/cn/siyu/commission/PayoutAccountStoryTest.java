package cn.siyu.commission;

import static cn.siyu.commission.Earners.execute;
import static cn.siyu.commission.Earners.funded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.commission.Earners.Partner;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Staff;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Money goes to whom it always went, or waits a day; and not more of it than may go. */
@QuarkusTest
class PayoutAccountStoryTest {

    private static final String ACCOUNT = "/payout-account";

    @Test
    void after_another_name_or_openid_nothing_is_paid_out_for_a_day() {
        var partner = funded(900_000);
        partner.get(ACCOUNT).then().statusCode(200).body("realName", nullValue(), "version", equalTo(0));
        named(partner, "李小红", 0).statusCode(200).body("realName", equalTo("李**"), "coolsUntil", nullValue());
        var large = partner.withdrawNameless(210_000)
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        approved(large, 1, "finance").statusCode(200);
        var version = partner.get(ACCOUNT).jsonPath().getLong("version");

        named(partner, "王小明", version + 7).statusCode(409).body("code", equalTo("STATE_CHANGED"));
        named(partner, "王小明", version).statusCode(200).body("realName", equalTo("王**"), "coolsUntil", notNullValue());

        approved(large, 2, "admin").statusCode(409).body("code", equalTo("PAYOUT_COOLING"));
        partner.person().asks().post(Earners.API + "/withdrawals/" + large + "/cancel");
        partner.withdraw(1_000)
                .then()
                .statusCode(409)
                .body("code", equalTo("PAYOUT_COOLING"))
                .body("until", notNullValue());

        SandboxControl.advance(Duration.ofHours(24).plusMinutes(1));
        var later = partner.again();
        later.withdraw(200_000).then().statusCode(422).body("code", equalTo("PAYOUT_NAME_DIFFERS"));
        execute("update commission_payout_account set openid_index = 'another' where member_id = '%s'"
                .formatted(partner.member()));
        later.withdraw(1_000).then().statusCode(409).body("code", equalTo("PAYOUT_COOLING"));
        SandboxControl.advance(Duration.ofHours(24).plusMinutes(1));
        partner.again().withdraw(1_000).then().statusCode(201);
        assertThat(Earners.number("select count(*) from commission_payout_account where name_sealed like '%王%'"))
                .isZero();
    }

    @Test
    void not_more_is_paid_at_a_time_or_on_a_day_than_may_be() {
        Earners.capital(200_000);
        var partner = funded(4_000_000);
        partner.withdraw(2_000_001)
                .then()
                .statusCode(422)
                .body("code", equalTo("WITHDRAWAL_TOO_LARGE"))
                .body("mostFen", equalTo(2_000_000));
        var some = partner.withdrawn(150_000);
        partner.awaitWithdrawal(some, "WAIT_CONFIRM");
        SandboxControl.confirmTransfer(some.replace("-", ""));
        partner.awaitWithdrawal(some, "SUCCEEDED");

        partner.withdraw(1_850_001)
                .then()
                .statusCode(409)
                .body("code", equalTo("WITHDRAWAL_DAY_LIMIT"))
                .body("leftFen", equalTo(1_850_000))
                .body("next", notNullValue());
        var rest = partner.withdrawn(1_850_000);
        partner.person()
                .asks()
                .post(Earners.API + "/withdrawals/" + rest + "/cancel")
                .then()
                .statusCode(200);
        SandboxControl.advance(Duration.ofDays(1));
        partner.again().withdraw(1_850_001).then().statusCode(201);
    }

    @Test
    void strangers_have_no_payout_account() {
        var nobody = Shop.buyer();

        nobody.asks().get(Earners.API + ACCOUNT).then().statusCode(403).body("code", equalTo("NOT_A_PAYEE"));
        nobody.asks()
                .body(Map.of("realName", "李小红", "version", 0))
                .put(Earners.API + ACCOUNT)
                .then()
                .statusCode(403);
    }

    private static ValidatableResponse named(Partner partner, String name, long version) {
        return partner.person()
                .asks()
                .body(Map.of("realName", name, "version", version))
                .put(Earners.API + ACCOUNT)
                .then();
    }

    private static ValidatableResponse approved(String id, long version, String who) {
        return Staff.as(who)
                .post("/api/admin/v1/withdrawals/" + id + "/approve", Map.of("version", version, "reason", "看过了"));
    }
}
