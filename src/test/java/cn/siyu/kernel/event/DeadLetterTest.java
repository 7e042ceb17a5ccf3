package cn.siyu.kernel.event;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.security.Role;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.testing.HeaderSignIn;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** An event that was given up is seen and, once its cause is mended, told again: once. */
@QuarkusTest
class DeadLetterTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LETTERS = "/api/admin/v1/dead-letters";

    @Inject
    Outbox outbox;

    @Inject
    BellKeeper keeper;

    @Inject
    Transactions transactions;

    @Inject
    ShopClock clock;

    @Test
    void a_letter_is_replayed_once_when_its_cause_is_mended() {
        var bell = "bell-" + Ids.next();
        keeper.deafTo.add(bell);
        var event = new Rang(Ids.next(), clock.instant(), bell, 7);
        transactions.in(tx -> outbox.append(tx, event)).await().atMost(SOON);
        await().atMost(SOON).until(() -> letterOf(event.eventId()) != null);
        var letter = Objects.requireNonNull(letterOf(event.eventId()));

        ops().post(LETTERS + "/{id}/replay", letter).then().statusCode(409).body("code", equalTo("REPLAY_FAILED"));
        keeper.deafTo.remove(bell);
        ops().post(LETTERS + "/{id}/replay", letter)
                .then()
                .statusCode(200)
                .body("replayedAt", notNullValue())
                .body("payload.nth", equalTo(7))
                .body("tries", equalTo(Listeners.TRIES));
        ops().post(LETTERS + "/{id}/replay", letter).then().statusCode(200);

        assertThat(keeper.nths(bell)).containsExactly(7);
        assertThat(letterOf(event.eventId())).isNull();
    }

    @Test
    void letters_are_for_those_who_run_the_shop() {
        given().get(LETTERS).then().statusCode(401);
        as(Role.SUPPORT).get(LETTERS).then().statusCode(403);
        as(Role.AUDITOR).get(LETTERS).then().statusCode(200);
        as(Role.AUDITOR).post(LETTERS + "/{id}/replay", Ids.next()).then().statusCode(403);
        ops().post(LETTERS + "/{id}/replay", Ids.next()).then().statusCode(404);
    }

    /** The id of the waiting letter of an event, as the list shows it. */
    private static @Nullable UUID letterOf(UUID eventId) {
        @Nullable
        String id = ops().queryParam("size", 100)
                .get(LETTERS)
                .then()
                .statusCode(200)
                .extract()
                .path("items.find { it.eventId == '" + eventId + "' }?.id");
        return id == null ? null : UUID.fromString(id);
    }

    private static RequestSpecification ops() {
        return as(Role.OPS);
    }

    private static RequestSpecification as(String role) {
        return given().header(HeaderSignIn.HEADER, HeaderSignIn.as(Ids.next(), role));
    }
}
