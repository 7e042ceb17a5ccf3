package cn.siyu.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import cn.siyu.kernel.time.ShopClock;
import cn.siyu.testing.SignIn;
import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Staff and the organisation, as admins manage them. */
@QuarkusTest
class StaffTest {

    private static final String USERS = "/api/admin/v1/users";
    private static final String UNITS = "/api/admin/v1/org-units";
    private static final String HQ = "00000000-0000-7000-8000-000000000001";
    private static final String PASSWORD = "three blind mice";
    private static final Map<String, String> WHY = Map.of("reason", "a test");

    @Inject
    ShopClock clock;

    @Inject
    Pool pool;

    @Test
    void everybody_sees_himself_and_the_roles() {
        var token = SignIn.staff("auditor");

        get(token, "/api/admin/v1/me")
                .statusCode(200)
                .body("username", equalTo("auditor"))
                .body("orgUnit.kind", equalTo("HQ"));
        get(token, "/api/admin/v1/roles").statusCode(200).body("items", hasSize(6));
        get("no", "/api/admin/v1/me").statusCode(401);
        get("no", "/api/admin/v1/roles").statusCode(401);
    }

    @Test
    void an_admin_adds_changes_and_finds_staff() {
        var admin = SignIn.staff("admin");
        String id = hire(admin, "finds-me", List.of("support"), HQ)
                .statusCode(201)
                .extract()
                .path("id");

        hire(admin, "FINDS-ME", List.of("support"), HQ).statusCode(409).body("code", equalTo("USERNAME_TAKEN"));
        get(admin, USERS + "?q=finds-m&role=support&enabled=true&orgUnitId=" + HQ)
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items[0].id", equalTo(id));
        get(admin, USERS + "/" + id).statusCode(200).body("username", equalTo("finds-me"));
        get(admin, USERS + "?q=%25").statusCode(200).body("total", equalTo(0));
        get(admin, USERS + "?size=101").statusCode(400);
        put(admin, USERS + "/" + id, Map.of("displayName", "Renamed", "orgUnitId", HQ, "version", 0))
                .statusCode(200)
                .body("displayName", equalTo("Renamed"))
                .body("version", equalTo(1));
        put(admin, USERS + "/" + id, Map.of("displayName", "Late", "orgUnitId", HQ, "version", 0))
                .statusCode(409)
                .body("code", equalTo("STATE_CHANGED"))
                .body("current.displayName", equalTo("Renamed"));
        put(admin, USERS + "/" + id, Map.of("displayName", "No version", "orgUnitId", HQ))
                .statusCode(400);
        given().auth()
                .oauth2(admin)
                .header("If-Match", "\"1\"")
                .contentType(ContentType.JSON)
                .body(Map.of("displayName", "By tag", "orgUnitId", HQ))
                .put(USERS + "/" + id)
                .then()
                .statusCode(200)
                .body("version", equalTo(2));
    }

    @Test
    void staff_without_the_role_and_members_manage_nobody() {
        hire(SignIn.staff("merchandiser"), "nope-nope", List.of("ops"), HQ).statusCode(403);
        hire(SignIn.staff("auditor"), "nope-nope", List.of("ops"), HQ).statusCode(403);
        hire(SignIn.member("staffMember"), "nope-nope", List.of("ops"), HQ).statusCode(403);
    }

    @Test
    void weak_passwords_and_unknown_roles_are_refused() {
        var admin = SignIn.staff("admin");

        for (var weak : List.of("short", "password123", "aaaaaaaaaaaaaaa", "很".repeat(30))) {
            post(admin, USERS, newcomer("weak-one", List.of("ops"), HQ, weak))
                    .statusCode(400)
                    .body("code", equalTo("PASSWORD_WEAK"));
        }
        hire(admin, "odd-role", List.of("member"), HQ).statusCode(400).body("errors[0].field", equalTo("roles"));
        hire(admin, "lost-unit", List.of("ops"), UUID.randomUUID().toString()).statusCode(404);
    }

    @Test
    void disabling_and_new_roles_end_the_sessions() {
        var admin = SignIn.staff("admin");
        String id = hire(admin, "comes-goes", List.of("support"), HQ).extract().path("id");
        var before = SignIn.staff("comes-goes", PASSWORD);

        put(admin, USERS + "/" + id + "/roles", Map.of("roles", List.of("ops"), "version", 0, "reason", "moved on"))
                .statusCode(200)
                .body("roles", equalTo(List.of("ops")));
        get(before, "/api/admin/v1/me").statusCode(401);
        var after = SignIn.staff("comes-goes", PASSWORD);
        post(admin, USERS + "/" + id + "/disable", WHY).statusCode(200).body("enabled", is(false));
        post(admin, USERS + "/" + id + "/disable", WHY).statusCode(200);
        get(after, "/api/admin/v1/me").statusCode(401);
        signIn("comes-goes", PASSWORD).statusCode(401).body("code", equalTo("SIGN_IN_REFUSED"));
        post(admin, USERS + "/" + id + "/enable", WHY).statusCode(200).body("enabled", is(true));
        post(admin, USERS + "/" + id + "/reset-password", Map.of("password", "a wholly new one", "reason", "forgot"))
                .statusCode(200);
        signIn("comes-goes", PASSWORD).statusCode(401);
        signIn("comes-goes", "a wholly new one").statusCode(201);
    }

    @Test
    void what_is_not_there_is_not_found_and_reasons_are_needed() {
        var admin = SignIn.staff("admin");
        var nobody = USERS + "/" + UUID.randomUUID();

        get(admin, nobody).statusCode(404);
        for (var action : List.of("disable", "enable", "reset-totp")) {
            post(admin, nobody + "/" + action, WHY).statusCode(404);
            post(admin, nobody + "/" + action, Map.of()).statusCode(400);
        }
        post(admin, nobody + "/reset-password", Map.of("password", PASSWORD, "reason", "a test"))
                .statusCode(404);
        put(admin, nobody + "/roles", Map.of("roles", List.of("ops"), "version", 0, "reason", "a test"))
                .statusCode(404);
    }

    @Test
    void nobody_changes_his_own_roles_and_the_last_admin_stays() {
        var admin = SignIn.staff("admin");
        String self = get(admin, "/api/admin/v1/me").extract().path("id");
        String second =
                hire(admin, "second-admin", List.of("admin"), HQ).extract().path("id");
        var other = SignIn.staff("second-admin", PASSWORD);

        post(admin, USERS + "/" + self + "/disable", WHY).statusCode(422).body("code", equalTo("OWN_ACCOUNT"));
        post(other, USERS + "/" + second + "/disable", WHY).statusCode(422).body("code", equalTo("OWN_ACCOUNT"));
        put(admin, USERS + "/" + second + "/roles", Map.of("roles", List.of("ops"), "version", 0, "reason", "a test"))
                .statusCode(200);
    }

    @Test
    void two_admins_cannot_take_each_other_away_at_once() throws Exception {
        var admin = SignIn.staff("admin");
        String self = get(admin, "/api/admin/v1/me").extract().path("id");
        String rivalId =
                hire(admin, "rival-admin", List.of("admin"), HQ).extract().path("id");
        var rival = SignIn.staff("rival-admin", PASSWORD);
        int first;
        int second;
        try (var duel = Executors.newVirtualThreadPerTaskExecutor()) {
            var one = duel.submit(() -> post(admin, USERS + "/" + rivalId + "/disable", WHY)
                    .extract()
                    .statusCode());
            var other = duel.submit(() ->
                    post(rival, USERS + "/" + self + "/disable", WHY).extract().statusCode());
            first = one.get();
            second = other.get();
        }
        var left = pool.query(
                        "select count(*) as n from identity_staff where state = 'ENABLED' and 'admin' = any(roles)"
                                + " and username in ('admin', 'rival-admin')")
                .executeAndAwait();
        var restored = pool.query("update identity_staff set state = case username when 'admin' then 'ENABLED'"
                        + " else 'DISABLED' end where username in ('admin', 'rival-admin')")
                .executeAndAwait();

        assertThat(restored.rowCount()).isEqualTo(2);
        assertThat(left.iterator().next().getLong("n")).isOne();
        assertThat(List.of(first, second)).containsOnlyOnce(200);
    }

    @Test
    void one_changes_his_own_password() {
        var admin = SignIn.staff("admin");
        hire(admin, "own-password", List.of("ops"), HQ).statusCode(201);
        var token = SignIn.staff("own-password", PASSWORD);

        post(
                        token,
                        "/api/admin/v1/me/password",
                        Map.of("currentPassword", "wrong one", "newPassword", "brand new words"))
                .statusCode(401);
        post(token, "/api/admin/v1/me/password", Map.of("currentPassword", PASSWORD, "newPassword", "weak"))
                .statusCode(400);
        post(token, "/api/admin/v1/me/password", Map.of("currentPassword", PASSWORD, "newPassword", "brand new words"))
                .statusCode(204);
        get(token, "/api/admin/v1/me").statusCode(401);
        signIn("own-password", "brand new words").statusCode(201);
    }

    @Test
    void one_time_codes_are_set_up_asked_for_used_once_and_taken_away() throws Exception {
        var admin = SignIn.staff("admin");
        String id = hire(admin, "with-codes", List.of("finance"), HQ).extract().path("id");
        var name = Map.of("username", "with-codes", "password", PASSWORD);
        String secret = post("", "/api/admin/v1/totp-enrolments", name)
                .statusCode(201)
                .extract()
                .path("secret");

        confirm("000000").statusCode(401);
        post("", "/api/admin/v1/totp-enrolments", Map.of("username", "with-codes", "password", "wrong"))
                .statusCode(401);
        var first = code(secret, -30);
        confirm(first).statusCode(204);
        signIn("with-codes", PASSWORD).statusCode(401).body("code", equalTo("TOTP_REQUIRED"));
        withCode(first).statusCode(401);
        var fresh = code(secret, 0);
        withCode(fresh).statusCode(201);
        withCode(fresh).statusCode(401).body("code", equalTo("SIGN_IN_REFUSED"));
        post("", "/api/admin/v1/totp-enrolments", name).statusCode(401).body("code", equalTo("TOTP_REQUIRED"));
        post(admin, USERS + "/" + id + "/reset-totp", WHY).statusCode(200).body("totp", is(false));
        signIn("with-codes", PASSWORD).statusCode(201);
    }

    @Test
    void too_many_failures_lock_a_name_known_or_not() {
        for (var failure = 0; failure < 5; failure++) {
            signIn("locked-nobody", "wrong").statusCode(401);
        }
        signIn("locked-nobody", "wrong").statusCode(429).body("code", equalTo("SIGN_IN_LOCKED"));
        post("", "/api/admin/v1/totp-enrolments", Map.of("username", "locked-nobody", "password", "wrong"))
                .statusCode(429);
    }

    @Test
    void the_organisation_grows_moves_and_shrinks() {
        var admin = SignIn.staff("admin");
        String north =
                unit(admin, HQ, "REGION", "North").statusCode(201).extract().path("id");
        String south =
                unit(admin, HQ, "REGION", "South").statusCode(201).extract().path("id");
        String store =
                unit(admin, north, "STORE", "Harbour").statusCode(201).extract().path("id");

        unit(admin, HQ, "REGION", "North").statusCode(409).body("code", equalTo("ORG_UNIT_NAME_TAKEN"));
        unit(admin, store, "STORE", "Below").statusCode(422).body("code", equalTo("ORG_UNIT_PLACE"));
        unit(admin, north, "REGION", "Below").statusCode(422);
        unit(admin, HQ, "HQ", "Second").statusCode(422);
        unit(admin, UUID.randomUUID().toString(), "STORE", "Nowhere").statusCode(404);
        put(admin, UNITS + "/" + north, Map.of("name", "North", "parentId", store, "version", 0))
                .statusCode(422);
        put(admin, UNITS + "/" + north, Map.of("name", "North", "parentId", north, "version", 0))
                .statusCode(422);
        put(admin, UNITS + "/" + store, Map.of("name", "Harbour 2", "parentId", south, "version", 0))
                .statusCode(200)
                .body("parentId", equalTo(south));
        put(admin, UNITS + "/" + store, Map.of("name", "Late", "version", 0))
                .statusCode(409)
                .body("current.name", equalTo("Harbour 2"));
        delete(admin, UNITS + "/" + south).statusCode(409).body("code", equalTo("ORG_UNIT_IN_USE"));
        delete(admin, UNITS + "/" + store).statusCode(204);
        delete(admin, UNITS + "/" + south).statusCode(204);
        delete(admin, UNITS + "/" + south).statusCode(404);
        delete(admin, UNITS + "/" + HQ).statusCode(409);
        delete(admin, UNITS + "/" + north).statusCode(204);
        given().get(UNITS).then().statusCode(401);
    }

    @Test
    void an_admin_of_a_region_sees_and_changes_only_his_part() {
        var admin = SignIn.staff("admin");
        String east = unit(admin, HQ, "REGION", "East").extract().path("id");
        String west = unit(admin, HQ, "REGION", "West").extract().path("id");
        String shop = unit(admin, east, "STORE", "Pier").extract().path("id");
        String inWest =
                hire(admin, "west-clerk", List.of("support"), west).extract().path("id");
        hire(admin, "east-clerk", List.of("support"), shop).statusCode(201);
        hire(admin, "east-admin", List.of("admin"), east).statusCode(201);
        var regional = SignIn.staff("east-admin", PASSWORD);

        get(regional, UNITS).statusCode(200).body("items.id", equalTo(List.of(east, shop)));
        get(regional, USERS).statusCode(200).body("items.username", equalTo(List.of("east-admin", "east-clerk")));
        get(regional, USERS + "/" + inWest).statusCode(404);
        post(regional, USERS + "/" + inWest + "/disable", WHY).statusCode(404);
        hire(regional, "west-spy", List.of("admin"), west).statusCode(404);
        unit(regional, west, "STORE", "Taken").statusCode(404);
        put(regional, UNITS + "/" + west, Map.of("name", "Mine", "version", 0)).statusCode(404);
        delete(regional, UNITS + "/" + west).statusCode(404);
        put(regional, UNITS + "/" + shop, Map.of("name", "Pier", "parentId", west, "version", 0))
                .statusCode(404);
        get(admin, USERS).body("total", greaterThanOrEqualTo(9)).body("items.enabled", hasItem(true));
        get(admin, UNITS).body("items.id", hasItem(west)).body("items.version", everyItem(greaterThanOrEqualTo(0)));
    }

    private ValidatableResponse withCode(String code) {
        return post("", "/api/admin/v1/sessions", Map.of("username", "with-codes", "password", PASSWORD, "totp", code));
    }

    private ValidatableResponse confirm(String code) {
        return post(
                "",
                "/api/admin/v1/totp-enrolments/confirm",
                Map.of("username", "with-codes", "password", PASSWORD, "totp", code));
    }

    private String code(String secret, int seconds) throws Exception {
        Instant at = clock.instant().plusSeconds(seconds);
        return new TimeBasedOneTimePasswordGenerator()
                .generateOneTimePasswordString(new SecretKeySpec(bytes(secret), "HmacSHA1"), at);
    }

    private static byte[] bytes(String base32) {
        var bits = new StringBuilder();
        for (var at = 0; at < base32.length(); at++) {
            var value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(base32.charAt(at));
            assertThat(value).isNotNegative();
            bits.append(Integer.toBinaryString(32 + value).substring(1));
        }
        var bytes = new byte[bits.length() / 8];
        for (var at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) Integer.parseInt(bits.substring(at * 8, at * 8 + 8), 2);
        }
        return bytes;
    }

    private static Map<String, Object> newcomer(String name, List<String> roles, String unit, String password) {
        return Map.of("username", name, "displayName", name, "password", password, "roles", roles, "orgUnitId", unit);
    }

    private static ValidatableResponse hire(String token, String name, List<String> roles, String unit) {
        return post(token, USERS, newcomer(name, roles, unit, PASSWORD));
    }

    private static ValidatableResponse unit(String token, String parent, String kind, String name) {
        return post(token, UNITS, Map.of("parentId", parent, "kind", kind, "name", name));
    }

    private static ValidatableResponse signIn(String name, String password) {
        return post("", "/api/admin/v1/sessions", Map.of("username", name, "password", password));
    }

    private static ValidatableResponse get(String token, String path) {
        return given().urlEncodingEnabled(false).auth().oauth2(token).get(path).then();
    }

    private static ValidatableResponse post(String token, String path, Map<String, ?> body) {
        var request = given().contentType(ContentType.JSON).body(body);
        return (token.isEmpty() ? request : request.auth().oauth2(token))
                .post(path)
                .then();
    }

    private static ValidatableResponse put(String token, String path, Map<String, ?> body) {
        return given().contentType(ContentType.JSON)
                .body(body)
                .auth()
                .oauth2(token)
                .put(path)
                .then();
    }

    private static ValidatableResponse delete(String token, String path) {
        return given().auth().oauth2(token).delete(path).then();
    }
}
