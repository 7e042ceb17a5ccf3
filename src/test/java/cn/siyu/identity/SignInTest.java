package cn.siyu.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Signing in, out and in again, as staff and as a member. */
@QuarkusTest
class SignInTest {

    private static final String STAFF = "/api/admin/v1/sessions";
    private static final String MEMBER = "/api/mp/v1/sessions";

    @Inject
    Pool pool;

    @Test
    void staff_sign_in_and_out() {
        var token = SignIn.staff("merchandiser");

        signOut(STAFF, token).statusCode(204);
        signOut(STAFF, token)
                .statusCode(401)
                .contentType("application/problem+json")
                .body("code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void staff_refresh_their_tokens() {
        var pair = post(STAFF, Map.of("username", "ops", "password", SignIn.samplePassword()))
                .statusCode(201)
                .header("Cache-Control", "no-store")
                .extract();
        var next = refresh(STAFF, pair.path("refreshToken")).statusCode(201).extract();

        signOut(STAFF, next.path("accessToken")).statusCode(204);
        refresh(STAFF, next.path("refreshToken")).statusCode(401);
    }

    @Test
    void a_member_signs_in_and_out() {
        var token = SignIn.member("identitySignsIn");

        signOut(MEMBER, token).statusCode(204);
        signOut(MEMBER, token).statusCode(401).contentType("application/problem+json");
    }

    @Test
    void a_token_of_one_audience_is_refused_by_the_other() {
        signOut(MEMBER, SignIn.staff("support")).statusCode(403).body("code", equalTo("FORBIDDEN"));
        signOut(STAFF, SignIn.member("identityOther")).statusCode(403).body("code", equalTo("FORBIDDEN"));
    }

    @Test
    void nobody_signs_out_without_a_token() {
        given().delete(STAFF + "/current")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("UNAUTHENTICATED"));
        given().delete(MEMBER + "/current").then().statusCode(401).body("code", equalTo("UNAUTHENTICATED"));
    }

    @Test
    void an_unknown_user_and_a_wrong_password_get_the_same_answer() {
        post(STAFF, Map.of("username", "nobody-here", "password", "whatever it is"))
                .statusCode(401)
                .body("code", equalTo("SIGN_IN_REFUSED"));
        post(STAFF, Map.of("username", "ops", "password", "whatever it is"))
                .statusCode(401)
                .body("code", equalTo("SIGN_IN_REFUSED"));
    }

    @Test
    void a_refresh_token_is_good_once_and_its_reuse_ends_the_family() {
        var first = post(MEMBER, Map.of("code", SandboxControl.loginCode("identityRotates")))
                .statusCode(201)
                .extract();
        var second = refresh(MEMBER, first.path("refreshToken"))
                .statusCode(201)
                .body("accessToken", notNullValue())
                .extract();

        refresh(MEMBER, first.path("refreshToken")).statusCode(401).body("code", equalTo("REFRESH_TOKEN_REFUSED"));
        refresh(MEMBER, second.path("refreshToken")).statusCode(401).body("code", equalTo("REFRESH_TOKEN_REFUSED"));
        signOut(MEMBER, second.path("accessToken")).statusCode(401);
    }

    @Test
    void a_refresh_token_used_by_many_at_once_gives_one_pair_and_no_session() throws Exception {
        var pair = post(MEMBER, Map.of("code", SandboxControl.loginCode("identityStorm")))
                .statusCode(201)
                .extract();
        String token = pair.path("refreshToken");
        var statuses = new ArrayList<Integer>();
        try (var thieves = Executors.newVirtualThreadPerTaskExecutor()) {
            var uses = IntStream.range(0, 12)
                    .mapToObj(_ -> thieves.submit(
                            () -> refresh(MEMBER, token).extract().statusCode()))
                    .toList();
            for (var use : uses) {
                statuses.add(use.get());
            }
        }

        assertThat(statuses).filteredOn(status -> status == 201).hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(11);
        signOut(MEMBER, pair.path("accessToken")).statusCode(401);
    }

    @Test
    void a_session_that_another_instance_ended_is_refused_shortly_after() {
        var token = SignIn.member("identityElsewhere");
        String id = given().auth()
                .oauth2(token)
                .get("/api/mp/v1/me")
                .then()
                .statusCode(200)
                .extract()
                .path("id");

        var _ = pool.query(
                        "update identity_session set ended_at = opened_at, end_reason = 'SIGNED_OUT' where subject = '"
                                + id + "'")
                .executeAndAwait();

        await().atMost(Duration.ofSeconds(5))
                .until(() -> given().auth().oauth2(token).get("/api/mp/v1/me").statusCode() == 401);
    }

    @Test
    void nobody_is_let_in_and_nobody_is_sent_away_while_sessions_cannot_be_read() {
        var token = SignIn.member("identityBlind");
        var connection = pool.getConnectionAndAwait();
        var transaction = connection.beginAndAwait();
        try {
            var locked = connection
                    .query("lock table identity_session in access exclusive mode")
                    .executeAndAwait();

            assertThat(locked).isNotNull();
            given().auth()
                    .oauth2(token)
                    .get("/api/mp/v1/me")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .body("code", equalTo("TEMPORARILY_UNAVAILABLE"));
        } finally {
            transaction.rollbackAndAwait();
            connection.closeAndAwait();
        }
        given().auth().oauth2(token).get("/api/mp/v1/me").then().statusCode(200);
    }

    @Test
    void a_refresh_token_of_a_member_is_nothing_to_staff() {
        var pair = post(MEMBER, Map.of("code", SandboxControl.loginCode("identityCrosses")))
                .statusCode(201)
                .extract();

        refresh(STAFF, pair.path("refreshToken")).statusCode(401).body("code", equalTo("REFRESH_TOKEN_REFUSED"));
        refresh(MEMBER, pair.path("refreshToken")).statusCode(201);
    }

    @Test
    void a_forged_openid_in_the_body_is_refused() {
        post(MEMBER, Map.of("code", SandboxControl.loginCode("identityForges"), "openid", "somebody-else"))
                .statusCode(400)
                .body("code", equalTo("INVALID_REQUEST"));
    }

    @Test
    void a_code_is_good_once() {
        var code = SandboxControl.loginCode("identityOnce");

        post(MEMBER, Map.of("code", code)).statusCode(201);
        post(MEMBER, Map.of("code", code)).statusCode(400).body("code", equalTo("LOGIN_CODE_INVALID"));
    }

    private static ValidatableResponse post(String path, Map<String, String> body) {
        return given().contentType(ContentType.JSON).body(body).post(path).then();
    }

    private static ValidatableResponse refresh(String path, String token) {
        return post(path + "/refresh", Map.of("refreshToken", token));
    }

    private static ValidatableResponse signOut(String path, String token) {
        return given().auth().oauth2(token).delete(path + "/current").then();
    }
}
