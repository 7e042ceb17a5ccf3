package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Nobody is his own customer, by no way round and under no other account (C11). */
@QuarkusTest
class BindingGuardsTest {

    private static final String REVIEWS = "/api/admin/v1/binding-reviews";

    @Test
    void a_customers_customer_cannot_be_his_distributor() {
        var anna = Partners.distributor();
        var berta = Partners.distributor();
        var clara = Partners.distributor();

        Partners.open(anna.token(), berta.link());
        Person.of(anna).awaitBound();
        Partners.open(berta.token(), clara.link());
        Person.of(berta).awaitBound();
        Partners.open(clara.token(), anna.link());
        Partners.open(anna.token(), anna.link());
        Person.of(clara).settle();

        assertThat(Person.of(clara).rows().getInt("total")).isZero();
        assertThat(Person.of(anna).rows().getInt("total")).isOne();
        rebind(clara.memberId(), anna.id())
                .statusCode(422)
                .body("code", equalTo("BINDING_REFUSED"))
                .body("why", equalTo("CHAIN"));
        rebind(anna.memberId(), anna.id()).statusCode(422).body("why", equalTo("SELF"));
    }

    @RepeatedTest(3)
    void two_who_open_each_others_links_at_once_do_not_end_in_a_ring() throws Exception {
        var anna = Partners.distributor();
        var berta = Partners.distributor();
        var ofAnna = anna.link();
        var ofBerta = berta.link();
        var tokens = Map.of(anna.token(), ofBerta, berta.token(), ofAnna);

        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            var clicks = tokens.entrySet().stream()
                    .map(entry -> (Callable<Void>) () -> click(entry.getKey(), entry.getValue()))
                    .toList();
            for (var done : both.invokeAll(clicks)) {
                done.get();
            }
        }

        Person.of(anna).settle();
        Person.of(berta).settle();
        var rows =
                Person.of(anna).rows().getInt("total") + Person.of(berta).rows().getInt("total");
        assertThat(rows).isOne();
    }

    @Test
    void a_second_account_of_the_distributor_waits_for_a_look() {
        var phone = Partners.phone();
        var name = "doubled-" + System.nanoTime();
        var token = SignIn.member(name);
        var distributor = Partners.admit(name, Partners.apply(token, phone), "普通");
        var twin = Person.called("twin");
        var other = Person.called("brother");
        twin.tellsPhone(phone);
        other.tellsPhone(phone);

        twin.opens(distributor);
        other.opens(distributor);

        var open = awaitReviews(distributor, 2);
        var ofTwin = review(open, twin);
        var ofOther = review(open, other);
        decide(ofTwin, "dismiss").statusCode(200).body("state", equalTo("DISMISSED"));
        decide(ofTwin, "dismiss").statusCode(409);
        decide(ofOther, "bind").statusCode(200).body("state", equalTo("BOUND"));
        decide(Ids.next().toString(), "bind").statusCode(404);
        assertThat(twin.rows().getInt("total")).isZero();
        assertThat(other.rows().getString("items[0].reason")).isEqualTo("STAFF");
        Shop.as(Shop.staff("support")).get(REVIEWS + "?size=0").then().statusCode(400);
    }

    private static Void click(String token, String link) {
        Partners.open(token, link);
        return null;
    }

    private static ValidatableResponse rebind(String member, String distributor) {
        return Shop.as(Shop.staff("support"))
                .body(Map.of("memberId", member, "distributorId", distributor, "reason", "客户要求"))
                .post("/api/admin/v1/customer-bindings/rebind")
                .then();
    }

    private static JsonPath awaitReviews(Distributor distributor, int count) {
        await().untilAsserted(
                        () -> assertThat(ofDistributor(reviews(), distributor)).hasSize(count));
        return reviews();
    }

    private static JsonPath reviews() {
        return Shop.as(Shop.staff("support"))
                .get(REVIEWS + "?state=OPEN&size=100")
                .jsonPath();
    }

    private static List<Object> ofDistributor(JsonPath reviews, Distributor distributor) {
        return reviews.getList("items.findAll { it.distributorId == '" + distributor.id() + "' }");
    }

    private static String review(JsonPath reviews, Person customer) {
        return reviews.getString("items.find { it.memberId == '" + customer.id() + "' }.id");
    }

    private static ValidatableResponse decide(String review, String command) {
        return Shop.as(Shop.staff("support"))
                .body(Map.of("reason", "看过了"))
                .post(REVIEWS + "/{id}/{command}", review, command)
                .then();
    }
}
