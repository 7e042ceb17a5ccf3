package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How somebody becomes a distributor: nothing can be asked of him but who he is. */
@QuarkusTest
class ApplicationTest {

    private static final String APPLICATIONS = "/api/admin/v1/distributor-applications";
    private static final String JOINING = "/api/admin/v1/joining-policies/current";

    @Test
    void an_application_waits_is_answered_and_its_person_is_sealed() throws SQLException {
        var token = SignIn.member("applicant-" + System.nanoTime());
        var phone = Partners.phone();

        see(token).statusCode(200).body("state", equalTo(null));
        var id = Partners.apply(token, phone);
        Partners.applying(token, Map.of()).statusCode(409).body("code", equalTo("APPLICATION_EXISTS"));
        Partners.applying(token, Map.of("phone", "12")).statusCode(400);

        staff("ops").get(APPLICATIONS + "?state=APPLIED&size=100").then().statusCode(200);
        staff("ops").get(APPLICATIONS + "?size=0").then().statusCode(400);
        staff("ops")
                .get(APPLICATIONS + "/" + id)
                .then()
                .statusCode(200)
                .body("person.realName", equalTo("李小红"))
                .body("identityCheck", equalTo("PHONE_UNCONFIRMED"));
        staff("auditor")
                .get(APPLICATIONS + "/" + id)
                .then()
                .body("person.realName", equalTo("李**"))
                .body("person.phone", equalTo(phone.substring(0, 3) + "****" + phone.substring(7)));
        assertThat(row(id)).doesNotContain(phone).doesNotContain("李小红");
        decide(id, "reject", Map.of("reason", "资料不全")).statusCode(200).body("state", equalTo("REJECTED"));
        decide(id, "reject", Map.of("reason", "资料不全")).statusCode(409);
        decide(Ids.next().toString(), "reject", Map.of("reason", "x")).statusCode(404);
        see(token).body("state", equalTo("REJECTED")).body("stateReason", equalTo("资料不全"));

        var again = Partners.apply(token, phone);
        approve(again, Ids.next().toString()).statusCode(422).body("code", equalTo("TIER_UNKNOWN"));
        approve(again, Partners.tier("银牌"))
                .statusCode(200)
                .body("state", equalTo("ACTIVE"))
                .body("rateBp", equalTo(800))
                .body("promoCode", matchesPattern("[2-9A-HJ-NP-Z]{8}"));
        approve(again, Partners.tier("银牌")).statusCode(409);
        see(token).body("state", equalTo("ACTIVE")).body("tierName", equalTo("银牌"));
    }

    @Test
    void many_applications_of_one_member_at_once_are_one() throws Exception {
        var token = SignIn.member("eager-" + System.nanoTime());

        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> applying =
                    () -> Partners.applying(token, Map.of()).extract().statusCode();
            var codes = many
                    .invokeAll(IntStream.range(0, 6).mapToObj(_ -> applying).toList())
                    .stream()
                    .map(answer -> answer.resultNow())
                    .toList();

            assertThat(codes).containsOnlyOnce(201).contains(409);
        }
    }

    @Test
    void an_inviter_is_noted_and_an_unknown_one_or_an_old_agreement_refused() {
        var inviter = Partners.distributor();
        var token = SignIn.member("invited-" + System.nanoTime());

        Partners.applying(token, Map.of("inviterCode", "22222222"))
                .statusCode(422)
                .body("code", equalTo("INVITER_UNKNOWN"));
        Partners.applying(token, Map.of("agreementVersion", "1999"))
                .statusCode(409)
                .body("code", equalTo("AGREEMENT_OUTDATED"));
        var id = Partners.applying(
                        token, Map.of("inviterCode", inviter.promoCode().toLowerCase(Locale.ROOT)))
                .statusCode(201)
                .extract()
                .<String>path("id");

        staff("ops").get(APPLICATIONS + "/" + id).then().body("inviterId", equalTo(inviter.id()));
    }

    @Test
    void by_policy_everybody_is_admitted_at_once_but_not_one_person_twice() {
        var phone = Partners.phone();
        var before = staff("ops").get(JOINING).jsonPath();
        joining("AUTOMATIC", before.getInt("version")).statusCode(200);
        joining("AUTOMATIC", before.getInt("version")).statusCode(409);

        try {
            var token = SignIn.member("automatic-" + System.nanoTime());
            var twin = SignIn.member("automatic-twin-" + System.nanoTime());

            Partners.applying(token, Map.of("phone", phone))
                    .statusCode(201)
                    .body("state", equalTo("ACTIVE"))
                    .body("tierName", equalTo("普通"));
            Partners.applying(twin, Map.of("phone", phone)).statusCode(201).body("state", equalTo("APPLIED"));
        } finally {
            joining("BY_STAFF", before.getInt("version") + 1).statusCode(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AFTER_PURCHASE",
                "AFTER_FEE",
                "AFTER_DEPOSIT",
                "AFTER_STORED_VALUE",
                "AFTER_FIRST_STOCK",
                "AFTER_RECRUITS"
            })
    void no_joining_policy_can_ask_for_money_or_heads(String approval) {
        joining(approval, 1).statusCode(400);
        var body = new HashMap<String, Object>(
                Map.of("approval", "AUTOMATIC", "agreementVersion", "2026-01", "reason", "x", "version", 1));
        body.put("minimumPurchaseFen", 100);
        staff("ops").body(body).put(JOINING).then().statusCode(400);
        Shop.as(Shop.buyer().token()).get(JOINING).then().statusCode(403);
    }

    private static RequestSpecification staff(String role) {
        return Shop.as(Shop.staff(role));
    }

    private static ValidatableResponse see(String token) {
        return Shop.as(token).get("/api/mp/v1/me/distributor").then();
    }

    private static ValidatableResponse approve(String application, String tier) {
        return decide(application, "approve", Map.of("tierId", tier, "reason", "见过面"));
    }

    private static ValidatableResponse decide(String application, String command, Map<String, Object> body) {
        return staff("ops")
                .body(body)
                .post(APPLICATIONS + "/{id}/{command}", application, command)
                .then();
    }

    private static ValidatableResponse joining(String approval, int version) {
        return staff("ops")
                .body(Map.of("approval", approval, "agreementVersion", "2026-01", "reason", "政策", "version", version))
                .put(JOINING)
                .then();
    }

    private static String row(String id) throws SQLException {
        try (var owner = Database.asOwner();
                var query =
                        owner.prepareStatement("select d::text from distribution_distributor d where id = ?::uuid")) {
            query.setString(1, id);
            try (var rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getString(1);
            }
        }
    }
}
