package cn.siyu.sharing;

import static cn.siyu.groupbuy.Groups.led;
import static cn.siyu.groupbuy.Groups.running;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the law lets nobody praise (L6) is refused at every door at which something is shared: over HTTP, as each sharer. */
@QuarkusTest
class RegulatedGoodsTest {

    private static final String MEMBER = "/api/mp/v1/share-tokens";
    private static final String DISTRIBUTOR = "/api/partner/v1/share-tokens";
    private static final String COMMUNITY = "/api/partner/v1/koc/share-tokens";

    @Test
    void nobody_is_paid_for_sharing_it_by_whatever_way_and_nobody_adds_words_or_a_poster() {
        var activity = running(10, 5, Map.of());
        var group = led(activity).group();
        var seller = Seller.hired();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var distributor = Partners.distributor();
        var member = Person.born("neighbour");
        var product = activity.goods().productId();
        var before = minted(distributor.token(), DISTRIBUTOR, Map.of("spuId", product));
        before.then().statusCode(201);

        Shop.regulate(product, "INFANT_FORMULA_0_12M");

        var targets =
                List.of(Map.of("spuId", product), Map.of("activityId", activity.id()), Map.of("buyGroupId", group));
        for (var target : targets) {
            await().untilAsserted(() -> assertRefused(minted(distributor.token(), DISTRIBUTOR, target)));
            for (var partner : List.of(koc, seller.person())) {
                assertRefused(minted(partner.token(), COMMUNITY, with(target, "communityId", community.id())));
            }
            assertRefused(minted(member.token(), MEMBER, with(target, "text", "宝宝爱喝")));
            assertRefused(minted(member.token(), MEMBER, with(target, "source", "POSTER")));
        }
        // To hand on a link without a word is no promotion.
        minted(member.token(), MEMBER, targets.getFirst()).then().statusCode(201);
        await().untilAsserted(() -> assertThat(
                        given().get("/s/" + before.path("token")).statusCode())
                .isEqualTo(410));
    }

    private static Response minted(String token, String door, Map<String, String> wish) {
        var body = new HashMap<>(Map.of("source", "WECHAT_CHAT"));
        body.putAll(wish);
        return Shop.as(token).body(body).post(door);
    }

    private static Map<String, String> with(Map<String, String> wish, String field, String value) {
        var more = new HashMap<>(wish);
        more.put(field, value);
        return more;
    }

    private static void assertRefused(Response answer) {
        answer.then().statusCode(422);
        assertThat(answer.<String>path("code")).isEqualTo("SHARE_NOT_PROMOTABLE");
    }
}
