package cn.siyu.member;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Members: sign-in races, profile, phone with consent, closing, and what staff see of them. */
@QuarkusTest
class MemberTest {

    private static final String ME = "/api/mp/v1/me";
    private static final String SESSIONS = "/api/mp/v1/sessions";
    private static final String ADMIN = "/api/admin/v1/members";
    private static final Map<String, String> WHY = Map.of("reason", "a test");

    @Inject
    Pool pool;

    @Inject
    PiiCipher cipher;

    @Test
    void first_sign_ins_at_once_make_one_member() throws Exception {
        Set<String> members = ConcurrentHashMap.newKeySet();
        try (var phones = Executors.newVirtualThreadPerTaskExecutor()) {
            var signIns = IntStream.range(0, 8)
                    .mapToObj(_ -> phones.submit(() -> members.add(id(SignIn.member("memberRaces")))))
                    .toList();
            for (var signIn : signIns) {
                var _ = signIn.get();
            }
        }

        assertThat(members).hasSize(1);
    }

    @Test
    void a_unionid_is_kept_when_wechat_tells_one() {
        post("", SESSIONS, Map.of("code", SandboxControl.loginCode("memberUnion")))
                .statusCode(201);
        String token = post("", SESSIONS, Map.of("code", SandboxControl.loginCode("memberUnion", "union-of-member")))
                .statusCode(201)
                .extract()
                .path("accessToken");

        get(token, ME + "/export").statusCode(200).body("unionid", equalTo("union-of-member"));
    }

    @Test
    void wechats_refusals_become_clear_problems() {
        refusedBy("40029", "LOGIN_CODE_INVALID", 400);
        refusedBy("40226", "LOGIN_BLOCKED", 403);
        refusedBy("45011", "LOGIN_TOO_OFTEN", 429);
        refusedBy("40013", "WECHAT_UNAVAILABLE", 503);
    }

    @Test
    void a_member_describes_himself() {
        var token = SignIn.member("memberDescribes");

        put(token, ME, Map.of("nickname", "小明", "avatarUrl", "https://cdn.example.com/a.png"))
                .statusCode(200)
                .body("nickname", equalTo("小明"));
        for (var odd :
                new String[] {"http://cdn.example.com/a.png", "https:///a", "https://u:p@example.com/a", "https://a b"
                }) {
            put(token, ME, Map.of("avatarUrl", odd)).statusCode(400);
        }
        put(token, ME, Map.of()).statusCode(200).body("nickname", nullValue());
        get("no", ME).statusCode(401);
        given().get(ME).then().statusCode(401);
    }

    @Test
    void the_phone_needs_a_consent_is_kept_sealed_and_goes_with_the_consent() {
        var phone = "13987650001";
        var token = SignIn.member("memberPhone");
        post(token, ME + "/phone", Map.of("code", SandboxControl.phoneCode("memberPhone", phone)))
                .statusCode(422)
                .body("code", equalTo("CONSENT_MISSING"));
        consent(token, "PHONE", true).statusCode(201);

        post(token, ME + "/phone", Map.of("code", SandboxControl.phoneCode("memberPhone", phone)))
                .statusCode(200)
                .body("maskedPhone", equalTo("139****0001"));
        post(token, ME + "/phone", Map.of("code", SandboxControl.phoneCode("somebodyElse", phone)))
                .statusCode(400)
                .body("code", equalTo("LOGIN_CODE_INVALID"));
        assertThat(rowText("member_member", id(token))).doesNotContain(phone);
        search(SignIn.staff("support"), phone)
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items[0].maskedPhone", equalTo("139****0001"));

        consent(token, "PHONE", false).statusCode(201);
        get(token, ME).body("maskedPhone", nullValue());
        search(SignIn.staff("support"), phone).body("total", equalTo(0));
        get(token, ME + "/consents?limit=1")
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].given", equalTo(false))
                .body("nextCursor", notNullValue());
        String next = get(token, ME + "/consents?limit=1").extract().path("nextCursor");
        get(token, ME + "/consents?limit=1&cursor=" + next)
                .body("items[0].given", equalTo(true))
                .body("nextCursor", nullValue());
        get(token, ME + "/consents?cursor=rubbish").statusCode(400);
        post(token, ME + "/consents", Map.of("kind", "PHONE", "version", "1")).statusCode(400);
    }

    @Test
    void a_phone_of_two_members_is_noted_and_refused_to_neither() {
        var phone = "13987650002";
        var first = withPhone("memberSameOne", phone);
        var second = withPhone("memberSameTwo", phone);

        search(SignIn.staff("auditor"), phone)
                .body("items.id", hasItem(id(first)))
                .body("total", equalTo(2));
        var pairs = pool.preparedQuery(
                        "select count(*) as n from member_same_phone where member_id = $1 and other_member_id = $2")
                .executeAndAwait(Tuple.of(UUID.fromString(id(second)), UUID.fromString(id(first))));
        assertThat(pairs.iterator().next().getLong("n")).isEqualTo(1);
    }

    @Test
    void a_sealed_phone_does_not_open_in_another_row() {
        var victim = withPhone("memberSealVictim", "13987650003");
        var other = withPhone("memberSealOther", "13987650004");

        var sealed = pool.query("select phone_sealed from member_member where id = '" + id(victim) + "'")
                .executeAndAwait()
                .iterator()
                .next()
                .getString("phone_sealed");

        assertThat(cipher.open(sealed, "member_member:" + id(victim) + ":phone"))
                .isEqualTo("13987650003");
        assertThatThrownBy(() -> cipher.open(sealed, "member_member:" + id(other) + ":phone"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("1398765");
    }

    @Test
    void a_closed_account_holds_nothing_personal_and_its_owner_comes_back_as_a_new_member() {
        var token = withPhone("memberCloses", "13987650005");
        put(token, ME, Map.of("nickname", "Closes")).statusCode(200);
        post(token, "/api/mp/v1/addresses", AddressTest.address("南山区某路1号", "440305"))
                .statusCode(201);
        var id = id(token);

        given().auth().oauth2(token).delete(ME).then().statusCode(204);

        get(token, ME).statusCode(401);
        given().delete(ME).then().statusCode(401);
        assertThat(rowText("member_member", id))
                .doesNotContain("Closes")
                .contains("CLOSED")
                .contains("closed:" + id);
        assertThat(count("select count(*) as n from member_address where member_id = '" + id + "'"))
                .isZero();
        assertThat(id(SignIn.member("memberCloses"))).isNotEqualTo(id);
        post(SignIn.staff("admin"), ADMIN + "/" + id + "/enable", WHY)
                .statusCode(409)
                .body("code", equalTo("MEMBER_CLOSED"));
        post(SignIn.staff("admin"), ADMIN + "/" + id + "/disable", WHY).statusCode(409);
    }

    @Test
    void a_disabled_member_is_out_at_once_and_does_not_come_in_again_until_enabled() {
        var token = SignIn.member("memberDisabled");
        var id = id(token);
        var support = SignIn.staff("support");

        post(support, ADMIN + "/" + id + "/disable", WHY).statusCode(200).body("state", equalTo("DISABLED"));
        get(token, ME).statusCode(401);
        post("", SESSIONS, Map.of("code", SandboxControl.loginCode("memberDisabled")))
                .statusCode(403)
                .body("code", equalTo("MEMBER_DISABLED"));
        get(support, ADMIN + "?state=DISABLED&size=100").statusCode(200).body("items.id", hasItem(id));
        post(support, ADMIN + "/" + id + "/enable", WHY).statusCode(200).body("state", equalTo("ACTIVE"));
        post("", SESSIONS, Map.of("code", SandboxControl.loginCode("memberDisabled")))
                .statusCode(201);
        assertThat(count("select count(*) as n from kernel_audit_log where target_id = '" + id + "'"))
                .isEqualTo(2);
    }

    @Test
    void staff_without_the_role_see_no_members() {
        var merchandiser = SignIn.staff("merchandiser");
        var nobody = ADMIN + "/" + UUID.randomUUID();

        get(merchandiser, ADMIN).statusCode(403);
        search(merchandiser, "13987650006").statusCode(403);
        post(SignIn.staff("auditor"), nobody + "/disable", WHY).statusCode(403);
        post(SignIn.staff("support"), nobody + "/disable", WHY).statusCode(404);
        post(SignIn.staff("support"), nobody + "/enable", Map.of()).statusCode(400);
        get(SignIn.staff("support"), ADMIN + "?size=0").statusCode(400);
    }

    @Test
    void everything_known_is_exported_to_its_owner() {
        var token = withPhone("memberExports", "13987650007");
        post(token, "/api/mp/v1/addresses", AddressTest.address("南山区某路2号", "440305"))
                .statusCode(201);

        get(token, ME + "/export")
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("phone", equalTo("13987650007"))
                .body("openid", equalTo(SandboxControl.openid("memberExports")))
                .body("addresses", hasSize(1))
                .body("consents[0].kind", equalTo("PHONE"));
        given().get(ME + "/export").then().statusCode(401);
    }

    private static void refusedBy(String weChatCode, String code, int status) {
        SandboxControl.refuse("code2session", 200, weChatCode, 1);
        post("", SESSIONS, Map.of("code", SandboxControl.loginCode("memberRefused")))
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private static String withPhone(String name, String phone) {
        var token = SignIn.member(name);
        consent(token, "PHONE", true).statusCode(201);
        post(token, ME + "/phone", Map.of("code", SandboxControl.phoneCode(name, phone)))
                .statusCode(200);
        return token;
    }

    private static ValidatableResponse consent(String token, String kind, boolean given) {
        return post(token, ME + "/consents", Map.of("kind", kind, "version", "2026-01", "given", given));
    }

    private static ValidatableResponse search(String token, String phone) {
        return post(token, ADMIN + "/search", Map.of("phone", phone));
    }

    private static String id(String token) {
        return get(token, ME).statusCode(200).extract().path("id");
    }

    private String rowText(String table, String id) {
        var rows = pool.query("select t::text as row from " + table + " t where id = '" + id + "'")
                .executeAndAwait();
        return rows.iterator().next().getString("row");
    }

    private long count(String query) {
        return pool.query(query).executeAndAwait().iterator().next().getLong("n");
    }

    private static ValidatableResponse get(String token, String path) {
        return given().auth().oauth2(token).get(path).then();
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
}
