package cn.siyu.koc;

import static cn.siyu.koc.Quarter.because;
import static cn.siyu.koc.Quarter.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.koc.Quarter.Community;
import cn.siyu.koc.Quarter.Person;
import cn.siyu.koc.Quarter.Seller;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Shop.Placed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a KOC and his seller earn from real orders, are shown of it, and until when: over HTTP, paid at the sandbox. */
@QuarkusTest
class KocEarningsTest {

    private static final String ORDERS = "/api/partner/v1/orders";

    @Test
    void the_end_of_a_binding_changes_the_split_of_orders_after_it_and_of_none_before() {
        var seller = Seller.distributing();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var binding = seller.bind(community, koc);
        var goods = Shop.product(10_000, 9);
        var buyer = neighbour(community);
        var preview = "/api/partner/v1/products/" + goods.productId() + "/earnings-preview";
        earns(koc, preview, "KOC", 600);
        earns(seller.person(), preview, "DISTRIBUTOR", 500);
        earns(seller.person(), preview + "?as=SELLER", "SELLER", 400);
        seller.person().get(preview + "?as=KOC").then().statusCode(403);
        seller.person().get(preview + "?as=CAPTAIN").then().statusCode(400);

        var before = buyer.order(goods, 1);
        var _ = done(seller.person().post("/api/partner/v1/koc-bindings/" + binding + "/end", because("搬家了")), 200);
        var after = buyer.order(goods, 1);
        var _ = buyer.pay(before);
        var _ = buyer.pay(after);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(shares(before)).containsExactlyInAnyOrder("KOC 600", "SELLER 400"));
        assertThat(origin(before)).isEqualTo("COMMUNITY");
        assertThat(origin(after)).isEqualTo("NONE");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(firm(after)).isTrue());
        assertThat(shares(after)).isEmpty();
        koc.get(preview).then().statusCode(403);
    }

    @Test
    void koc_and_seller_see_the_orders_that_they_brought_and_nobody_elses() {
        var seller = Seller.distributing();
        var community = Community.of(seller);
        var koc = Person.born("koc");
        var _ = seller.bind(community, koc);
        var other = Seller.distributing();
        var stranger = Person.born("koc");
        var _ = other.bind(Community.of(other), stranger);
        var goods = Shop.product(10_000, 9);
        var buyer = neighbour(community);
        var first = buyer.buy(goods, 1);
        var second = buyer.buy(goods, 2);

        for (var partner : List.of(koc, seller.person())) {
            var part = partner.equals(koc) ? "KOC" : "SELLER";
            var newest = done(partner.get(ORDERS + "?limit=1"), 200);
            assertThat(newest.getList("items.orderNo")).containsExactly(second.number());
            var rest = done(partner.get(ORDERS + "?limit=1&cursor=" + newest.getString("nextCursor")), 200);
            assertThat(rest.getList("items.orderNo")).containsExactly(first.number());
            assertThat(rest.getString("items[0].part")).isEqualTo(part);
            assertThat(rest.getString("items[0].source")).isEqualTo("COMMUNITY");
            assertThat(rest.getString("items[0].communityId")).isEqualTo(community.id());
            assertThat(rest.getLong("items[0].goodsFen")).isEqualTo(10_000);
            assertThat(rest.getString("items[0].buyer")).isNotBlank().doesNotContain(buyer.name());
        }
        for (var partner : List.of(stranger, other.person())) {
            assertThat(done(partner.get(ORDERS), 200).getList("items")).isEmpty();
        }
        koc.get(ORDERS + "?limit=0").then().statusCode(400);
    }

    private static Buyer neighbour(Community community) {
        var buyer = Shop.buyer();
        buyer.asks()
                .body(Map.of("code", community.code()))
                .post("/api/mp/v1/community-joins")
                .then()
                .statusCode(200);
        return buyer;
    }

    private static void earns(Person person, String preview, String as, long fen) {
        var seen = done(person.get(preview), 200);
        assertThat(seen.getString("as")).isEqualTo(as);
        assertThat(seen.getLong("leastFen")).isEqualTo(fen);
        assertThat(seen.getLong("mostFen")).isEqualTo(fen);
    }

    private static List<String> shares(Placed order) {
        var found = done(Shop.as(Shop.staff("finance")).get("/api/admin/v1/commissions?orderId=" + order.id()), 200);
        return found.<Map<String, Object>>getList("items").stream()
                .map(each -> each.get("role") + " " + each.get("amountFen"))
                .toList();
    }

    private static String origin(Placed order) {
        return seen(order).getString("origin.source");
    }

    private static boolean firm(Placed order) {
        return seen(order).getString("order.state").equals("TO_SHIP");
    }

    private static JsonPath seen(Placed order) {
        return done(Shop.as(Shop.staff("support")).get("/api/admin/v1/orders/" + order.id()), 200);
    }
}
