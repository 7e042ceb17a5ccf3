package cn.siyu.storefront;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import cn.siyu.sharing.ShareLinks.Wish;
import cn.siyu.sharing.Sharer;
import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The page behind a shared link, as a browser sees it. */
@QuarkusTest
class SharePageTest {

    @Inject
    ShareLinks links;

    @Test
    void who_is_paid_for_sharing_is_labelled_and_a_member_is_not() {
        var product = product();

        page(mint(Sharer.Kind.DISTRIBUTOR, product, Optional.empty()))
                .statusCode(200)
                .body(containsString("<p class=\"label\">广告</p>"))
                .body(containsString("og:description\" content=\"广告｜"));
        page(mint(Sharer.Kind.MEMBER, product, Optional.empty()))
                .statusCode(200)
                .body(not(containsString("广告")));
    }

    @Test
    void all_that_people_wrote_is_text_on_the_page_and_nothing_else() throws SQLException {
        var product = product();
        change(product, "title = '<5斤> \"宝宝\" & ''米粉'''");

        var html = page(mint(Sharer.Kind.MEMBER, product, Optional.of("<script>alert(1)</script> 好吃")))
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .extract()
                .asString();

        assertThat(html)
                .contains("<h1>&lt;5斤&gt; &quot;宝宝&quot; &amp; &#39;米粉&#39;</h1>")
                .contains("content=\"&lt;5斤&gt; &quot;宝宝&quot; &amp; &#39;米粉&#39;\"")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; 好吃")
                .doesNotContain("<5斤>")
                .doesNotContain("<script>alert");
    }

    @Test
    void previews_and_prices_are_on_it_and_a_product_that_was_taken_down_says_so() {
        var product = product();
        var token = mint(Sharer.Kind.MEMBER, product, Optional.empty());

        page(token)
                .body(containsString("<html lang=\"zh-CN\""))
                .body(containsString("og:title"))
                .body(containsString("og:url\" content=\"http"))
                .body(containsString("/s/" + token + "\""))
                .body(containsString("¥49.05"))
                .body(containsString("pages/share/index?scene=" + token));
        Shop.as(Shop.staff("merchandiser"))
                .post("/api/admin/v1/products/{id}/unpublish", product)
                .then()
                .statusCode(200);
        Awaitility.await()
                .untilAsserted(() -> page(token)
                        .statusCode(200)
                        .body(containsString("商品已下架"))
                        .body(not(containsString("¥49.05"))));
    }

    @Test
    void unknown_and_ended_links_have_a_page_that_people_can_read() throws SQLException {
        page("00000000000000").statusCode(404).body(containsString("没有找到这个页面"));
        page("nonsense").statusCode(404).contentType("text/html;charset=UTF-8");
        var product = product();
        var paid = mint(Sharer.Kind.KOC, product, Optional.empty());
        page(paid).statusCode(200);

        change(product, "regulatory_class = 'HEALTH_FOOD'");

        Awaitility.await().untilAsserted(() -> page(paid).statusCode(410).body(containsString("链接已失效")));
        var neutral = mint(Sharer.Kind.MEMBER, product, Optional.empty());
        page(neutral).statusCode(200);
        Shop.as(Shop.staff("ops"))
                .body("{\"reason\": \"test\"}")
                .post("/api/admin/v1/share-tokens/{token}/revoke", neutral)
                .then()
                .statusCode(200);
        page(neutral).statusCode(410).header("Cache-Control", equalTo("no-store"));
    }

    @Test
    void a_browser_that_knows_the_page_is_told_so_and_is_one_visitor() {
        var token = mint(Sharer.Kind.MEMBER, product(), Optional.empty());
        // The code is on the page once it is made, which makes it another page.
        Awaitility.await()
                .untilAsserted(() -> page(token).body(containsString("/api/mp/v1/share-tokens/" + token + "/codes/")));
        var before = clicks(token);

        var first = given().get("/s/" + token);
        var visitor = first.detailedCookie("visitor");

        assertThat(visitor.isHttpOnly()).isTrue();
        assertThat(visitor.getSameSite()).isEqualTo("Lax");
        assertThat(visitor.getValue()).hasSize(22);
        given().cookie("visitor", visitor.getValue())
                .header("If-None-Match", first.header("ETag"))
                .get("/s/" + token + "?visitor=AAAAAAAAAAAAAAAAAAAAAA")
                .then()
                .statusCode(304)
                .header("ETag", equalTo(first.header("ETag")))
                .header("Set-Cookie", nullValue());
        given().header("Sec-Purpose", "prefetch").get("/s/" + token).then().statusCode(200);
        assertThat(clicks(token)).isEqualTo(before + 1);
    }

    @Test
    void the_page_brings_its_style_and_script_from_the_shop_itself() {
        given().get("/share/share.css").then().statusCode(200).contentType(containsString("text/css"));
        given().get("/share/share.js").then().statusCode(200).contentType(containsString("javascript"));
    }

    private static int clicks(String token) {
        return Shop.as(Shop.staff("ops"))
                .get("/api/admin/v1/share-tokens/{token}", token)
                .then()
                .statusCode(200)
                .extract()
                .path("clicks");
    }

    private static ValidatableResponse page(String token) {
        return given().get("/s/" + token).then();
    }

    private static UUID product() {
        return UUID.fromString(Shop.product(4_905, 5).productId());
    }

    private String mint(Sharer.Kind kind, UUID product, Optional<String> words) {
        var sharer = new Sharer(kind, Ids.next(), Ids.next(), Optional.empty());
        var target = new ShareLink.Target(Optional.of(product), Optional.empty(), Optional.empty());
        return await(links.mint(new Wish(sharer, target, "WECHAT_CHAT", words, Optional.empty())))
                .token();
    }

    private static void change(UUID product, String assignment) throws SQLException {
        try (var owner = Database.asOwner();
                var statement = owner.prepareStatement("update catalog_spu set " + assignment + " where id = ?")) {
            statement.setObject(1, product);
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    private static <T> T await(Uni<T> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(() -> work);
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
