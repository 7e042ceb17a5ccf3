package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a distributor sees of himself and his own. */
@QuarkusTest
class PartnerDeskTest {

    @Test
    void a_distributor_sees_his_customers_masked_and_nobody_elses() {
        var distributor = Partners.distributor();
        var rival = Partners.distributor();
        var names = IntStream.range(0, 3)
                .mapToObj(n -> "masked-" + n + "-" + System.nanoTime())
                .toList();
        names.forEach(name -> Partners.open(SignIn.member(name), distributor.link()));
        await().untilAsserted(() -> assertThat(partner(distributor)
                        .get("/api/partner/v1/customers")
                        .jsonPath()
                        .getList("items"))
                .hasSize(3));

        var first =
                partner(distributor).get("/api/partner/v1/customers?limit=2").jsonPath();
        var rest = partner(distributor)
                .get("/api/partner/v1/customers?limit=2&cursor=" + first.getString("nextCursor"))
                .jsonPath();

        assertThat(first.getList("items")).hasSize(2);
        assertThat(rest.getList("items")).hasSize(1);
        assertThat(first.getString("items[0].name")).startsWith("会员");
        assertThat(first.getMap("items[0]").keySet().toString()).doesNotContain("member");
        assertThat(partner(rival).get("/api/partner/v1/customers").jsonPath().getList("items"))
                .isEmpty();
    }

    @Test
    void who_is_no_distributor_is_told_so_everywhere() {
        var token = SignIn.member("nobody-" + System.nanoTime());

        for (var path : List.of("me", "customers", "team")) {
            Shop.as(token)
                    .get("/api/partner/v1/" + path)
                    .then()
                    .statusCode(403)
                    .body("code", equalTo("NOT_A_DISTRIBUTOR"));
        }
        Shop.as(token)
                .body(Map.of("source", "POSTER"))
                .post("/api/partner/v1/share-tokens")
                .then()
                .statusCode(403);
        Shop.as(token)
                .body(Map.of("reason", "x"))
                .post("/api/partner/v1/me/quit")
                .then()
                .statusCode(403);
        RestAssured.get("/api/mp/v1/me/distributor").then().statusCode(401);
    }

    private static RequestSpecification partner(Distributor distributor) {
        return Shop.as(distributor.token());
    }
}
