package cn.siyu.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.member.MemberId;
import cn.siyu.testing.Database;
import cn.siyu.testing.Partners;
import cn.siyu.testing.Partners.Distributor;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Whose customer somebody is, over HTTP, with the defaults of the sample shop and the clock in the story's hand. */
@QuarkusTest
class BindingStoryTest {

    private static final String BINDINGS = "/api/admin/v1/customer-bindings";
    private static final String REVIEWS = "/api/admin/v1/binding-reviews";
    private static final String POLICY = "/api/admin/v1/binding-policies/current";

    @Inject
    Distributors distributors;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

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
        assertThat(claimOf(customer).orElseThrow().distributor().value()).hasToString(second.id());

        var order = Ids.next();
        ordered(customer, order, second);
        ordered(customer, order, second);
        assertThat(days(customer.rows(), 0)).isEqualTo(90);

        ordered(customer, Ids.next(), first);
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
        var visitor = io.restassured.RestAssured.given()
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

    @Test
    void staff_bind_by_hand_with_a_reason_and_end_it() {
        var first = Partners.distributor();
        var second = Partners.distributor();
        var customer = Person.called("byHand");
        customer.opens(first);
        customer.awaitBound();

        var rebound = rebind(customer.id(), second.id())
                .statusCode(200)
                .body("distributorId", equalTo(second.id()))
                .body("takenFrom", equalTo(first.id()))
                .body("note", equalTo("客户要求"))
                .extract()
                .<String>path("id");

        Shop.as(Shop.staff("auditor")).get(BINDINGS + "/" + rebound).then().statusCode(200);
        Shop.as(Shop.staff("auditor")).get(BINDINGS + "/" + Ids.next()).then().statusCode(404);
        Shop.as(Shop.staff("auditor")).get(BINDINGS + "?size=0").then().statusCode(400);
        rebind(Ids.next().toString(), second.id()).statusCode(404);
        end(rebound).statusCode(200).body("closedReason", equalTo("STAFF"));
        end(rebound).statusCode(409).body("code", equalTo("BINDING_ENDED"));
        assertThat(claimOf(customer)).isEmpty();
        assertThat(Shop.as(Shop.staff("auditor"))
                        .get("/api/admin/v1/audit-logs?targetId=" + rebound)
                        .jsonPath()
                        .getList("items.reason"))
                .containsOnly("客户要求")
                .hasSize(2);
    }

    @Test
    void the_policy_is_versioned_and_refuses_what_does_not_go_together() {
        var before = Shop.as(Shop.staff("merchandiser")).get(POLICY).jsonPath();
        var body = new HashMap<String, Object>(before.getMap(""));
        body.put("reason", "试一试");

        try {
            body.put("trigger", "FIRST_PAID");
            changePolicy(body).statusCode(200).body("version", equalTo(before.getInt("version") + 1));
            changePolicy(body).statusCode(409).body("code", equalTo("STATE_CHANGED"));

            var distributor = Partners.distributor();
            var customer = Person.called("firstPaid");
            customer.opens(distributor);
            customer.settle();
            assertThat(customer.rows().getInt("total")).isZero();
            ordered(customer, Ids.next(), distributor);
            assertThat(customer.rows().getString("items[0].reason")).isEqualTo("FIRST_PAID");
        } finally {
            body.putAll(before.getMap(""));
            body.put(
                    "version",
                    Shop.as(Shop.staff("merchandiser")).get(POLICY).jsonPath().getInt("version"));
            changePolicy(body).statusCode(200);
        }

        body.put(
                "version",
                Shop.as(Shop.staff("merchandiser")).get(POLICY).jsonPath().getInt("version"));
        body.put("protectDays", 61);
        changePolicy(body).statusCode(422).body("code", equalTo("BINDING_POLICY_CONTRADICTS"));
        body.put("protectDays", -2);
        changePolicy(body).statusCode(400);
        Shop.as(Shop.buyer().token()).get(POLICY).then().statusCode(403);
    }

    // The words of the stories

    /** A member by name; his token is fetched anew, because the clock moves. */
    private record Person(String name, String id) {

        static Person called(String name) {
            var unique = name + "-" + System.nanoTime();
            var id = Shop.as(SignIn.member(unique))
                    .get("/api/mp/v1/me")
                    .jsonPath()
                    .getString("id");
            return new Person(unique, id);
        }

        static Person of(Distributor distributor) {
            return new Person(distributor.name(), distributor.memberId());
        }

        String token() {
            return SignIn.member(name);
        }

        void opens(Distributor distributor) {
            Partners.open(token(), distributor.link());
        }

        void tellsPhone(String phone) {
            Shop.as(token())
                    .body(Map.of("kind", "PHONE", "version", "1", "given", true))
                    .post("/api/mp/v1/me/consents");
            Shop.as(token())
                    .body(Map.of("code", SandboxControl.phoneCode(name, phone)))
                    .post("/api/mp/v1/me/phone")
                    .then()
                    .statusCode(200);
        }

        JsonPath rows() {
            return Partners.bindings(id);
        }

        JsonPath awaitRows(int count) {
            await().untilAsserted(() -> assertThat(rows().getInt("total")).isEqualTo(count));
            return rows();
        }

        void awaitBound() {
            assertThat(awaitRows(1).getInt("total")).isOne();
        }

        /** Waits until every click of his has been heard. */
        void settle() {
            await().untilAsserted(() -> assertThat(unheardClicks(id)).isZero());
        }
    }

    private static long unheardClicks(String member) throws SQLException {
        try (var owner = Database.asOwner();
                var query = owner.prepareStatement("""
                        select count(*)
                          from kernel_outbox o
                         where o.type = 'ClickBound' and o.key = ?
                           and not exists (select 1
                                             from kernel_inbox i
                                            where i.event_id = o.event_id and i.consumer = 'distribution.click-bound')""")) {
            query.setString(1, member);
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
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

    private Optional<DistributorClaim> claimOf(Person customer) {
        return waitFor(() -> distributors.byBinding(
                transactions.reads(), new MemberId(UUID.fromString(customer.id())), clock.instant()));
    }

    private void ordered(Person customer, UUID order, Distributor distributor) {
        var _ = waitFor(() -> transactions.in(tx -> distributors
                .ordered(
                        tx,
                        new MemberId(UUID.fromString(customer.id())),
                        order,
                        Optional.of(new DistributorId(UUID.fromString(distributor.id()))),
                        clock.instant())
                .replaceWith(true)));
    }

    private static ValidatableResponse rebind(String member, String distributor) {
        return Shop.as(Shop.staff("support"))
                .body(Map.of("memberId", member, "distributorId", distributor, "reason", "客户要求"))
                .post(BINDINGS + "/rebind")
                .then();
    }

    private static ValidatableResponse end(String binding) {
        return Shop.as(Shop.staff("support"))
                .body(Map.of("reason", "客户要求"))
                .post(BINDINGS + "/{id}/end", binding)
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

    private static ValidatableResponse changePolicy(Map<String, Object> body) {
        return Shop.as(Shop.staff("merchandiser")).body(body).put(POLICY).then();
    }

    private static <T> T waitFor(Supplier<Uni<T>> work) {
        try {
            return VertxContextSupport.subscribeAndAwait(work);
        } catch (RuntimeException failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }
}
