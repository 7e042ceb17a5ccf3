package cn.siyu.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import cn.siyu.groupbuy.BuyGroupFailed;
import cn.siyu.groupbuy.BuyGroupSucceeded;
import cn.siyu.kernel.event.DomainEvent;
import cn.siyu.kernel.event.Listener;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.notify.store.MessageStore;
import cn.siyu.notify.store.MessageStore.Search;
import cn.siyu.testing.SandboxControl;
import cn.siyu.testing.Shop;
import cn.siyu.testing.SignIn;
import cn.siyu.trade.OrderShipped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members are told once, with their permission, and a final answer is final. */
@QuarkusTest
class NotifyTest {

    private static final String SUCCEEDED = "sample-group-succeeded";
    private static final String FAILED = "sample-group-failed";
    private static final String REFUNDED = "sample-refunded";
    private static final String SHIPPED = "sample-shipped";
    private static final String SUBSCRIPTIONS = "/api/mp/v1/subscriptions";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    @Any
    Instance<Listener<?>> listeners;

    @Inject
    Transactions transactions;

    @Inject
    MessageStore messages;

    @Inject
    ShopClock clock;

    @AfterEach
    void peace() {
        SandboxControl.reset();
        SandboxControl.resetClock();
    }

    /** A member with his token. */
    private record Person(String name, String token, UUID id) {

        static Person signedIn() {
            var name = "notify-" + Ids.next();
            var token = SignIn.member(name);
            return new Person(name, token, subject(token));
        }

        /** Ticks the box in WeChat and lets his mini-program say so. */
        Person allows(String template, int times) {
            SandboxControl.grantSubscription(name, template, times);
            return says(template, times);
        }

        /** His mini-program says so, whatever WeChat knows. */
        Person says(String template, int times) {
            for (var n = 0; n < times; n++) {
                Shop.as(token)
                        .body(Map.of("templateIds", List.of(template)))
                        .post(SUBSCRIPTIONS)
                        .then()
                        .statusCode(200);
            }
            return this;
        }

        /** Signed in anew: the clock may have jumped. */
        int permits(String template) {
            return Shop.as(SignIn.member(name))
                    .get(SUBSCRIPTIONS)
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath()
                    .getInt("items.find { it.templateId == '" + template + "' }.permits");
        }

        String openid() {
            return SandboxControl.openid(name);
        }

        /** How often WeChat was asked to tell him something. */
        int calls() {
            return SandboxControl.calls("message", openid());
        }

        JsonNode sent() {
            return SandboxControl.sentMessages(name);
        }
    }

    private static UUID subject(String token) {
        try {
            var claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
            return UUID.fromString(claims.path("sub").asText());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private OrderShipped shipped(Person person, Instant at) {
        return new OrderShipped(
                Ids.next(), at, Ids.next(), "O2026", person.id(), Ids.next(), "顺丰速运", "SF1234567890", true);
    }

    /** As the dispatcher would, but only to our own listener: nobody else shall hear of orders that do not exist. */
    @SuppressWarnings("unchecked")
    private <E extends DomainEvent> Uni<Boolean> hear(E event) {
        var ours = (Listener<E>) listeners.stream()
                .filter(listener -> listener.hears() == event.getClass()
                        && listener.consumer().startsWith("notify."))
                .findFirst()
                .orElseThrow();
        return transactions.in(tx -> ours.on(tx, event).replaceWith(true));
    }

    private void heard(DomainEvent event) {
        assertThat(hear(event).await().atMost(PATIENCE)).isTrue();
    }

    private List<String> states(Person person) {
        return messages
                .page(transactions.reads(), new Search(null, null, person.id()), 50, 0)
                .await()
                .atMost(PATIENCE)
                .stream()
                .map(message -> message.state().name())
                .toList();
    }

    private void awaitStates(Person person, String... states) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(() -> assertThat(states(person)).containsExactlyInAnyOrder(states));
    }

    @Test
    void each_member_of_a_group_hears_once_with_a_permission_of_his_own() {
        var leader = Person.signedIn().allows(SUCCEEDED, 2);
        var friend = Person.signedIn().allows(SUCCEEDED, 1);
        var silent = Person.signedIn();
        var goods = Shop.product(1_000, 5);
        var order = Ids.next();
        var event = new BuyGroupSucceeded(
                Ids.next(),
                clock.instant(),
                Ids.next(),
                Ids.next(),
                UUID.fromString(goods.productId()),
                leader.id(),
                3,
                "MEMBERS",
                List.of(
                        new BuyGroupSucceeded.Seat(leader.id(), order),
                        new BuyGroupSucceeded.Seat(friend.id(), Ids.next()),
                        new BuyGroupSucceeded.Seat(silent.id(), Ids.next())));

        heard(event);
        heard(event);

        awaitStates(leader, "SENT");
        awaitStates(friend, "SENT");
        awaitStates(silent, "NO_PERMISSION");
        assertThat(leader.permits(SUCCEEDED)).isEqualTo(1);
        assertThat(friend.permits(SUCCEEDED)).isZero();
        assertThat(leader.sent()).hasSize(1);
        var message = leader.sent().get(0);
        assertThat(message.path("page").asText()).isEqualTo("pages/order/detail?id=" + order);
        assertThat(message.at("/data/number2/value").asText()).isEqualTo("3");
        assertThat(message.at("/data/thing1/value").asText()).isNotEqualTo("商品");
    }

    @Test
    void a_failed_group_says_that_the_money_comes_back() {
        var member = Person.signedIn().allows(FAILED, 1);

        heard(new BuyGroupFailed(
                Ids.next(),
                clock.instant(),
                Ids.next(),
                Ids.next(),
                Ids.next(),
                member.id(),
                "EXPIRED",
                List.of(new BuyGroupFailed.Seat(member.id(), Ids.next()))));

        awaitStates(member, "SENT");
        assertThat(member.sent().get(0).at("/data/thing1/value").asText()).isEqualTo("商品");
        assertThat(member.sent().get(0).at("/data/thing3/value").asText()).isEqualTo("已付款项将原路退回");
    }

    @Test
    void a_buyer_hears_of_his_parcel_and_of_his_refund() {
        var buyer = Shop.buyer();
        var person = new Person(buyer.name(), buyer.token(), subject(buyer.token()))
                .allows(SHIPPED, 1)
                .allows(REFUNDED, 1);
        var order = buyer.buy(Shop.product(1_000, 5), 1);

        Shop.ship(order);
        awaitStates(person, "SENT");
        var claim = buyer.claim(order, "REFUND_ONLY", 1).<String>path("id");
        Shop.decide(claim, "approve").then().statusCode(200);
        awaitStates(person, "SENT", "SENT");

        assertThat(person.sent().get(0).at("/data/character_string1/value").asText())
                .isEqualTo(order.number());
        assertThat(person.sent().get(1).at("/data/amount2/value").asText()).endsWith("元");
    }

    @Test
    void one_permission_is_one_message_however_many_events_come_at_once() {
        var member = Person.signedIn().allows(SHIPPED, 1);

        var all = IntStream.range(0, 8)
                .mapToObj(_ -> hear(shipped(member, clock.instant())))
                .toList();
        assertThat(Uni.join().all(all).andFailFast().await().atMost(PATIENCE)).hasSize(8);

        awaitStates(
                member,
                "SENT",
                "NO_PERMISSION",
                "NO_PERMISSION",
                "NO_PERMISSION",
                "NO_PERMISSION",
                "NO_PERMISSION",
                "NO_PERMISSION",
                "NO_PERMISSION");
        assertThat(member.permits(SHIPPED)).isZero();
    }

    @Test
    void wechats_no_is_final_and_stronger_than_our_count() {
        var liar = Person.signedIn().says(SHIPPED, 3);
        heard(shipped(liar, clock.instant()));
        awaitStates(liar, "REFUSED_BY_USER");
        assertThat(liar.permits(SHIPPED)).isZero();

        var unlucky = Person.signedIn().allows(SHIPPED, 2);
        SandboxControl.refuse("message", 200, "47003", 1, unlucky.openid());
        heard(shipped(unlucky, clock.instant()));
        awaitStates(unlucky, "REFUSED");
        assertThat(unlucky.permits(SHIPPED)).isEqualTo(2);

        var calls = unlucky.calls();
        SandboxControl.advance(Duration.ofHours(1));
        await().during(Duration.ofMillis(1_200)).atMost(PATIENCE).until(() -> unlucky.calls() == calls);
    }

    @Test
    void no_answer_is_tried_again_a_few_times() {
        var heard = Person.signedIn().allows(SHIPPED, 1);
        SandboxControl.refuse("message", 200, "45009", 1, heard.openid());
        heard(shipped(heard, clock.instant()));
        awaitWhileTimeGoesOn(heard, "SENT");
        assertThat(heard.sent()).hasSize(1);

        var unheard = Person.signedIn().allows(SHIPPED, 1);
        SandboxControl.fault("message", "RESET", 5, unheard.openid());
        heard(shipped(unheard, clock.instant()));
        awaitWhileTimeGoesOn(unheard, "UNKNOWN");
        assertThat(unheard.permits(SHIPPED)).isZero();
    }

    private void awaitWhileTimeGoesOn(Person person, String state) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).until(() -> {
            SandboxControl.advance(Duration.ofMinutes(5));
            return states(person).equals(List.of(state));
        });
    }

    @Test
    void what_is_a_day_old_is_not_sent_and_costs_no_permission() {
        var member = Person.signedIn().allows(SHIPPED, 1);

        heard(shipped(member, clock.instant().minus(Duration.ofHours(25))));

        awaitStates(member, "EXPIRED");
        assertThat(member.permits(SHIPPED)).isEqualTo(1);
        assertThat(member.sent()).isEmpty();
    }

    @Test
    void a_member_sees_and_gives_permissions_and_staff_see_messages() {
        var member = Person.signedIn();

        Shop.as(member.token())
                .body(Map.of("templateIds", List.of(SHIPPED, REFUNDED, SHIPPED)))
                .post(SUBSCRIPTIONS)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(4));
        assertThat(member.permits(SHIPPED)).isEqualTo(1);
        Shop.as(member.token())
                .body(Map.of("templateIds", List.of("another-shops")))
                .post(SUBSCRIPTIONS)
                .then()
                .statusCode(422)
                .body("code", equalTo("TEMPLATE_UNKNOWN"));
        Shop.as(member.token())
                .body(Map.of("templateIds", List.of()))
                .post(SUBSCRIPTIONS)
                .then()
                .statusCode(400);
        Shop.as(Shop.staff("support")).get(SUBSCRIPTIONS).then().statusCode(403);

        heard(shipped(member, clock.instant()));
        Shop.as(Shop.staff("support"))
                .get("/api/admin/v1/messages?kind=SHIPPED&memberId=" + member.id())
                .then()
                .statusCode(200)
                .body("total", equalTo(1))
                .body("items.templateId", hasItem(SHIPPED));
        Shop.as(Shop.staff("support"))
                .get("/api/admin/v1/messages?state=LOST")
                .then()
                .statusCode(400);
        Shop.as(member.token()).get("/api/admin/v1/messages").then().statusCode(403);
    }
}
