package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Whose customer somebody is, over HTTP, with the defaults of the sample shop and the clock in the story's hand. */
@QuarkusTest
class BindingStoryTest {

    @Inject
    Claims claims;

    @Test
    void locked_at_once_refused_on_day_four_taken_over_on_day_six_and_longer_by_an_order() {
        var first = Partners.distributor();
        var second = Partners.distributor();
        var customer = Person.called("story");

        customer.opens(first);
        var bound = customer.awaitRows(1);
        assertThat(bound.getString("items[0].distributorId")).isEqualTo(first.id());
        assertThat(days(bound, 0)).isEqualTo(60);

        SandboxControl.advance(Duration.ofDays(4));
        customer.opens(second);
        customer.settle();
        assertThat(customer.rows().getInt("total")).isOne();

        SandboxControl.advance(Duration.ofDays(2));
        customer.opens(second);
        var taken = customer.awaitRows(2);
        assertThat(taken.getString("items[0].distributorId")).isEqualTo(second.id());
        assertThat(taken.getString("items[0].takenFrom")).isEqualTo(first.id());
        assertThat(taken.getString("items[1].to")).isEqualTo(taken.getString("items[0].from"));
        assertThat(taken.getString("items[1].closedReason")).isEqualTo("TAKEN_OVER");
        assertThat(claims.byBinding(customer).orElseThrow().distributor().value())
                .hasToString(second.id());

        var goods = Shop.product(9_900, 5);
        var order = Shop.buyer(customer.name()).buy(goods, 1);
        assertThat(order.totalFen()).isPositive();
        await().untilAsserted(() -> assertThat(days(customer.rows(), 0)).isEqualTo(90));
        assertThat(customer.rows().getInt("total")).isEqualTo(2);
    }

    @Test
    void an_order_extends_once_and_only_the_binding_of_its_own_distributor() {
        var first = Partners.distributor();
        var second = Partners.distributor();
        var customer = Person.called("extended");
        customer.opens(first);
        customer.awaitBound();

        var order = Ids.next();
        claims.ordered(customer, order, first);
        claims.ordered(customer, order, first);
        claims.ordered(customer, Ids.next(), second);

        assertThat(days(customer.rows(), 0)).isEqualTo(90);
    }

    @Test
    void two_links_opened_at_once_leave_one_binding() throws Exception {
        var one = Partners.distributor().link();
        var other = Partners.distributor().link();
        var customer = Person.called("torn");
        var token = customer.token();

        try (var fingers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Void> left = () -> click(token, one);
            Callable<Void> right = () -> click(token, other);
            for (var done : fingers.invokeAll(List.of(left, right))) {
                done.get();
            }
        }

        customer.settle();
        assertThat(customer.awaitRows(1).getInt("total")).isOne();
    }

    @Test
    void the_database_itself_refuses_a_binding_that_overlaps() throws SQLException {
        var first = Partners.distributor();
        var second = Partners.distributor();
        var customer = Person.called("overlap");
        customer.opens(first);
        customer.awaitBound();

        try (var application = Database.asApplication();
                var insert = application.prepareStatement("""
                        insert into distribution_customer_binding (
                               id, member_id, distributor, bound_from, bound_to, reason, policy_version, actor_kind, actor_id,
                               actor_name)
                        select ?, member_id, ?, bound_from + interval '59 days', null, 'STAFF', 1, 'SYSTEM', member_id, 'test'
                          from distribution_customer_binding
                         where member_id = ?""")) {
            insert.setObject(1, Ids.next());
            insert.setObject(2, UUID.fromString(second.id()));
            insert.setObject(3, UUID.fromString(customer.id()));

            assertThatThrownBy(insert::executeUpdate)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("distribution_customer_binding_overlap_ex");
        }
    }

    @Test
    void a_visitors_click_binds_when_he_has_signed_in() {
        var distributor = Partners.distributor();
        var visitor = RestAssured.given()
                .contentType(ContentType.JSON)
                .body(Map.of("token", distributor.link()))
                .post("/api/mp/v1/touch-events")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("visitor");
        var customer = Person.called("visitor");

        Shop.as(customer.token())
                .body(Map.of("visitor", visitor))
                .post("/api/mp/v1/touch-events/claim")
                .then()
                .statusCode(200);

        assertThat(customer.awaitRows(1).getString("items[0].reason")).isEqualTo("SIGN_IN");
    }

    private static Void click(String token, String link) {
        Partners.open(token, link);
        return null;
    }

    private static long days(JsonPath rows, int at) {
        return Duration.between(
                        Instant.parse(rows.getString("items[" + at + "].from")),
                        Instant.parse(rows.getString("items[" + at + "].to")))
                .toDays();
    }
}
