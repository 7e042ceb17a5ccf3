package cn.siyu.sharing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.Database;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Links over HTTP: shared, opened, claimed, ended. */
@QuarkusTest
class SharingStoryTest {

    private static final String TOKENS = "/api/mp/v1/share-tokens";
    private static final String TOUCH = "/api/mp/v1/touch-events";
    private static final String ADMIN = "/api/admin/v1/share-tokens";

    @Inject
    ShareLinks links;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @AfterEach
    void peace() {
        SandboxControl.reset();
    }

    @Test
    void a_stranger_learns_where_a_link_leads_and_not_who_shared_it() {
        var sharer = member();
        var product = Shop.product(4_900, 3).productId();

        var token = share(sharer, Map.of("spuId", product, "source", "WECHAT_CHAT", "text", "纯棉，两件装"));

        var shown = given().get(TOKENS + "/" + token)
                .then()
                .statusCode(200)
                .body("spuId", equalTo(product))
                .body("advertisement", equalTo(false))
                .header("Cache-Control", equalTo("public, max-age=3"))
                .extract()
                .jsonPath()
                .<String, Object>getMap("");
        assertThat(shown).containsOnlyKeys("token", "advertisement", "spuId");
        given().get(TOKENS + "/00000000000000").then().statusCode(404);
        given().get(TOKENS + "/nonsense").then().statusCode(404);
    }

    @Test
    void improper_wishes_are_refused_with_field_and_word() {
        var sharer = member();

        post(sharer, TOKENS, Map.of("source", "MOMENTS", "text", "全国第一好用"))
                .statusCode(422)
                .body("code", equalTo("PROMOTION_WORDING"))
                .body("errors[0].field", equalTo("text"))
                .body("errors[0].message", equalTo("must not say 第一 (SUPERLATIVE)"));
        post(sharer, TOKENS, Map.of("source", "MOMENTS", "text", " ")).statusCode(400);
        post(sharer, TOKENS, Map.of("source", "moments")).statusCode(400);
        post(sharer, TOKENS, Map.of("source", "MOMENTS", "spuId", Ids.next())).statusCode(404);
        post(sharer, TOKENS, Map.of("source", "MOMENTS", "expiresAt", "2020-01-01T00:00:00Z"))
                .statusCode(422)
                .body("code", equalTo("SHARE_EXPIRY_PAST"));
    }

    @Test
    void a_members_click_is_his_at_once_and_told_once_a_minute() throws SQLException {
        var token = share(member(), Map.of("source", "WECHAT_CHAT"));
        var friend = member();

        post(friend, TOUCH, Map.of("token", token)).statusCode(201).body("visitor", nullValue());
        post(friend, TOUCH, Map.of("token", token)).statusCode(201);

        assertThat(clicksTold(id(friend))).isOne();
        var now = clock.instant();
        var latest = await(links.latestClick(transactions.reads(), id(friend), now.minus(Duration.ofMinutes(30)), now))
                .orElseThrow();
        assertThat(latest.link().token()).isEqualTo(token);
        Optional<String> source = await(links.firstSource(transactions.reads(), id(friend)));
        assertThat(source).contains("WECHAT_CHAT");
        Optional<String> himself = await(links.firstSource(transactions.reads(), Ids.next()));
        assertThat(himself).isEmpty();
    }

    @Test
    void a_strangers_clicks_become_those_of_the_member_once_although_claimed_many_times_at_once() throws Exception {
        var first = share(member(), Map.of("source", "WECHAT_CHAT"));
        var second = share(member(), Map.of("source", "MOMENTS"));
        var visitor = anonymous(Map.of("token", first));
        assertThat(anonymous(Map.of("token", second, "visitor", visitor))).isEqualTo(visitor);
        assertThat(anonymous(Map.of("token", first, "visitor", "AAAAAAAAAAAAAAAAAAAAAA")))
                .as("a visitor that we never named")
                .isNotEqualTo("AAAAAAAAAAAAAAAAAAAAAA");
        var friend = member();

        var claimed = 0;
        try (var many = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> claiming = () -> claim(friend, visitor);
            for (var one :
                    many.invokeAll(IntStream.range(0, 6).mapToObj(_ -> claiming).toList())) {
                claimed += one.get();
            }
        }

        assertThat(claimed).isEqualTo(2);
        assertThat(clicksTold(id(friend))).isEqualTo(2);
        Optional<String> source = await(links.firstSource(transactions.reads(), id(friend)));
        assertThat(source).contains("WECHAT_CHAT");
        assertThat(claim(member(), visitor)).isZero();
        post(friend, TOUCH + "/claim", Map.of("visitor", "short")).statusCode(400);
    }

    @Test
    void a_click_older_than_the_window_is_nobodys() {
        var token = share(member(), Map.of("source", "WECHAT_CHAT"));
        var visitor = anonymous(Map.of("token", token));

        SandboxControl.advance(Duration.ofMinutes(31));

        assertThat(claim(member(), visitor)).isZero();
    }

    @Test
    void a_revoked_link_is_over_for_everybody_and_counts_no_more() {
        var sharer = member();
        var friend = member();
        var token = share(sharer, Map.of("source", "WECHAT_CHAT"));
        post(friend, TOUCH, Map.of("token", token)).statusCode(201);

        post(friend, TOKENS + "/" + token + "/revoke", Map.of()).statusCode(404);
        post(sharer, TOKENS + "/" + token + "/revoke", Map.of()).statusCode(200).body("revokedAt", notNullValue());

        given().get(TOKENS + "/" + token).then().statusCode(410).body("code", equalTo("SHARE_LINK_OVER"));
        post(friend, TOUCH, Map.of("token", token)).statusCode(410);
        post(friend, TOUCH, Map.of("token", "00000000000000")).statusCode(404);
        var now = clock.instant();
        var latest = await(links.latestClick(transactions.reads(), id(friend), now.minus(Duration.ofMinutes(30)), now));
        assertThat(latest.isPresent()).isFalse();
        assertThat(share(sharer, Map.of("source", "WECHAT_CHAT"))).isNotEqualTo(token);
    }

    @Test
    void a_link_runs_out_by_the_shops_clock() {
        var end = clock.instant().plus(Duration.ofHours(1));
        var token = share(member(), Map.of("source", "WECHAT_CHAT", "expiresAt", end.toString()));
        given().get(TOKENS + "/" + token).then().statusCode(200).body("expiresAt", notNullValue());

        SandboxControl.advance(Duration.ofHours(1));

        given().get(TOKENS + "/" + token).then().statusCode(410);
    }

    @Test
    void a_code_is_made_once_also_after_wechat_was_away() {
        var sharer = member();
        var token = share(sharer, Map.of("source", "WECHAT_CHAT"));
        var codes = TOKENS + "/" + token + "/codes";
        given().get(codes + "/430").then().statusCode(404);
        post(member(), codes, Map.of("width", 430)).statusCode(404);
        post(sharer, codes, Map.of("width", 100)).statusCode(400);
        SandboxControl.fault("qrcode", "ERROR_500", 1, token);

        post(sharer, codes, Map.of("width", 430)).statusCode(202).body("state", equalTo("PENDING"));
        given().get(codes + "/430").then().statusCode(202);
        post(sharer, codes, Map.of("width", 430)).statusCode(202);

        Awaitility.await().until(() -> !SandboxControl.hasFaults());
        SandboxControl.advance(Duration.ofSeconds(6));
        Awaitility.await()
                .untilAsserted(() -> given().get(codes + "/430")
                        .then()
                        .statusCode(200)
                        .contentType("image/png")
                        .header("Cache-Control", equalTo("public, max-age=31536000, immutable")));
        post(sharer, codes, Map.of("width", 430)).statusCode(202).body("state", equalTo("READY"));
        assertThat(SandboxControl.miniCodes(token)).hasSize(1);
    }

    @Test
    void what_wechat_will_never_make_has_failed_until_it_is_asked_for_again() {
        var sharer = member();
        var token = share(sharer, Map.of("source", "WECHAT_CHAT"));
        var codes = TOKENS + "/" + token + "/codes";
        SandboxControl.refuse("qrcode", 200, "41030", 1, token);

        post(sharer, codes, Map.of("width", 280)).statusCode(202);

        Awaitility.await()
                .untilAsserted(() -> given().get(codes + "/280")
                        .then()
                        .statusCode(202)
                        .body("state", equalTo("FAILED"))
                        .body("lastCode", equalTo("41030")));
        post(sharer, codes, Map.of("width", 280)).statusCode(202).body("state", equalTo("PENDING"));
        Awaitility.await()
                .untilAsserted(() -> given().get(codes + "/280").then().statusCode(200));
    }

    @Test
    void who_shares_sees_his_links_page_by_page_with_what_came_of_them() {
        var sharer = member();
        var older = share(sharer, Map.of("source", "WECHAT_CHAT"));
        var newer = share(sharer, Map.of("source", "MOMENTS"));
        var _ = anonymous(Map.of("token", older));
        post(member(), TOUCH, Map.of("token", older)).statusCode(201);

        var page = Shop.as(sharer)
                .get("/api/mp/v1/me/share-tokens?limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].link.token", equalTo(newer))
                .extract();
        Shop.as(sharer)
                .get("/api/mp/v1/me/share-tokens?limit=1&cursor=" + page.<String>path("nextCursor"))
                .then()
                .body("items[0].link.token", equalTo(older))
                .body("items[0].clicks", equalTo(2))
                .body("items[0].members", equalTo(1))
                .body("nextCursor", nullValue());
        Shop.as(sharer).get("/api/mp/v1/me/share-tokens?cursor=rubbish").then().statusCode(400);
    }

    @Test
    void staff_find_a_sharers_links_and_end_one_with_a_reason() {
        var sharer = member();
        var token = share(sharer, Map.of("source", "WECHAT_CHAT"));
        var _ = anonymous(Map.of("token", token));
        var desk = Shop.staff("merchandiser");

        Shop.as(desk)
                .get(ADMIN + "?memberId=" + id(sharer))
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items[0].sharerKind", equalTo("MEMBER"));
        Shop.as(desk).get(ADMIN + "?sharerKind=NOBODY").then().statusCode(400);
        Shop.as(desk)
                .get(ADMIN + "/" + token + "/clicks")
                .then()
                .statusCode(200)
                .body("total", equalTo(1));
        Shop.as(desk).get(ADMIN + "/00000000000000/clicks").then().statusCode(404);
        Shop.as(desk).get(ADMIN + "/00000000000000").then().statusCode(404);
        post(desk, ADMIN + "/" + token + "/revoke", Map.of("reason", "")).statusCode(400);
        post(desk, ADMIN + "/" + token + "/revoke", Map.of("reason", "complaint 17"))
                .statusCode(200)
                .body("revokeReason", equalTo("complaint 17"));
        post(desk, ADMIN + "/" + token + "/revoke", Map.of("reason", "again")).statusCode(200);
        Shop.as(desk).get(ADMIN + "/" + token).then().statusCode(200).body("revokeReason", equalTo("complaint 17"));
        Shop.as(Shop.staff("auditor"))
                .get("/api/admin/v1/audit-logs?targetKind=share-token&targetId=" + token)
                .then()
                .body("items", hasSize(1));
    }

    private static String member() {
        return SignIn.member("sharing-" + System.nanoTime());
    }

    private static UUID id(String token) {
        return UUID.fromString(Shop.as(token).get("/api/mp/v1/me").path("id"));
    }

    private static String share(String sharer, Map<String, Object> wish) {
        return post(sharer, TOKENS, wish).statusCode(201).extract().path("token");
    }

    private static String anonymous(Map<String, Object> touch) {
        return given().contentType(ContentType.JSON)
                .body(new HashMap<>(touch))
                .post(TOUCH)
                .then()
                .statusCode(201)
                .extract()
                .path("visitor");
    }

    private static int claim(String member, String visitor) {
        return post(member, TOUCH + "/claim", Map.of("visitor", visitor))
                .statusCode(200)
                .extract()
                .path("claimed");
    }

    private static ValidatableResponse post(String token, String path, Map<String, ?> body) {
        return Shop.as(token).body(body).post(path).then();
    }

    private static int clicksTold(UUID member) throws SQLException {
        try (var owner = Database.asOwner();
                var told = owner.prepareStatement(
                        "select count(*) from kernel_outbox where type = 'ClickBound' and key = ?")) {
            told.setString(1, member.toString());
            try (var found = told.executeQuery()) {
                return found.next() ? found.getInt(1) : 0;
            }
        }
    }

    private static <T> T await(Uni<T> work) {
        return work.await().atMost(Duration.ofSeconds(10));
    }
}
