package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.led;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import cn.siyu.groupbuy.Groups.Place;
import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.Watch;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.net.URI;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Watching groups and activities while others buy in them. */
@QuarkusTest
class ProgressTest {

    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int GROUPS = 10;
    private static final int WATCHERS = 300;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Watch> watches = new ArrayList<>();

    private Watch watch(String path, Map<String, String> headers) {
        var watch = Watch.of(http, URI.create("http://localhost:" + RestAssured.port + path), headers);
        watches.add(watch);
        return watch;
    }

    private static String progress(String group) {
        return "/api/mp/v1/buy-groups/" + group + "/progress";
    }

    @AfterEach
    void leave() {
        watches.forEach(Watch::close);
        http.shutdownNow();
    }

    @Test
    void all_watchers_end_on_the_last_state_of_the_database_in_time() throws SQLException {
        var activity = Groups.running(GROUPS * 4, GROUPS * 4, Map.of());
        var groups = IntStream.range(0, GROUPS)
                .mapToObj(_ -> Groups.opened(Shop.buyer(), activity))
                .toList();
        groups.forEach(Place::pay);
        groups.forEach(place -> place.buyer().awaitState(place.order(), "GROUPING"));
        var watching = new HashMap<Watch, String>();
        for (var i = 0; i < WATCHERS; i++) {
            var group = groups.get(i % GROUPS).group();
            watching.put(watch(progress(group), Map.of()), group);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watches)
                        .allSatisfy(each ->
                                assertThat(each.last().path("left").asInt()).isEqualTo(2)));

        groups.forEach(place -> {
            var _ = Groups.joined(Shop.buyer(), activity, place.group());
        });

        var left = left(groups);
        assertThat(left.values()).containsOnly(1);
        await().atMost(PROMISED)
                .untilAsserted(() -> assertThat(watching)
                        .allSatisfy((watch, group) ->
                                assertThat(watch.last().path("left").asInt()).isEqualTo(left.get(group))));
        assertThat(watches).allSatisfy(each -> {
            assertThat(each.status()).isEqualTo(200);
            assertThat(each.last().path("serverTime").asText()).isNotBlank();
            assertThat(each.events()).as("nothing is told twice").isEqualTo(2);
        });
    }

    @Test
    void whoever_watches_a_group_that_is_decided_is_told_so_and_let_go() {
        var activity = Groups.running(10, 10, Map.of());
        var leader = led(activity);
        var watch = watch(progress(leader.group()), Map.of());
        await().atMost(SOON).until(() -> watch.events() == 1);
        var again = watch(progress(leader.group()), Map.of("Last-Event-ID", watch.id()));
        assertThat(again.status()).isEqualTo(200);

        Groups.decide(leader.group(), "complete").then().statusCode(200);

        await().atMost(PROMISED)
                .untilAsserted(() -> assertThat(List.of(watch, again)).allSatisfy(each -> {
                    assertThat(each.last().path("state").asText()).isEqualTo("SUCCEEDED");
                    assertThat(each.ended()).isTrue();
                }));
        assertThat(again.events()).as("he knew the first state").isEqualTo(1);
        given().get(progress(leader.group()))
                .then()
                .statusCode(200)
                .contentType(containsString("text/event-stream"))
                .header("Cache-Control", "no-store")
                .body(containsString("\"completedBy\":\"MERCHANT\""));
        given().header("Last-Event-ID", watch.id())
                .get(progress(leader.group()))
                .then()
                .statusCode(204);
    }

    @Test
    void what_is_left_of_an_activity_is_watched_roughly() {
        var activity = Groups.running(10, 10, Map.of());
        var path = "/api/mp/v1/group-buys/" + activity.id() + "/progress";
        var watch = watch(path, Map.of());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch.last()
                                .path("skus")
                                .path(0)
                                .path("availability")
                                .asText())
                        .isEqualTo("IN_STOCK"));

        var _ = Groups.opened(Shop.buyer(), activity);

        await().atMost(PROMISED)
                .untilAsserted(() -> assertThat(watch.last()
                                .path("skus")
                                .path(0)
                                .path("availability")
                                .asText())
                        .isEqualTo("LOW"));
        Groups.command(activity.id(), "stop").then().statusCode(200);
        await().atMost(PROMISED).until(watch::ended);
        assertThat(watch.last().path("state").asText()).isEqualTo("STOPPED");
        given().get(path).then().statusCode(200).body(containsString("\"state\":\"STOPPED\""));
    }

    @Test
    void what_nobody_may_see_cannot_be_watched() {
        var pending = Groups.opened(Shop.buyer(), Groups.running(10, 10, Map.of()));

        given().get(progress(pending.group())).then().statusCode(404);
        given().get(progress(UUID.randomUUID().toString())).then().statusCode(404);
        given().get("/api/mp/v1/group-buys/" + UUID.randomUUID() + "/progress")
                .then()
                .statusCode(404)
                .body("code", equalTo("NOT_FOUND"));
    }

    @Test
    void who_watches_enough_is_told_so_until_he_lets_go_of_something() {
        var leader = led(Groups.running(10, 10, Map.of()));
        var path = progress(leader.group());
        var bearer = Map.of("Authorization", "Bearer " + leader.buyer().token());
        var enough = IntStream.range(0, 8).mapToObj(_ -> watch(path, bearer)).toList();
        assertThat(enough).allSatisfy(each -> assertThat(each.status()).isEqualTo(200));

        tooMany(leader.buyer(), path);
        enough.getFirst().close();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watch(path, bearer).status()).isEqualTo(200));
    }

    private static void tooMany(Buyer buyer, String path) {
        buyer.asks()
                .get(path)
                .then()
                .statusCode(429)
                .body("code", equalTo("TOO_MANY_REQUESTS"))
                .header("Retry-After", notNullValue());
    }

    private static Map<String, Integer> left(List<Place> groups) throws SQLException {
        var left = new HashMap<String, Integer>();
        try (var owner = Database.asOwner();
                var statement = owner.prepareStatement(
                        "select size - held - paid as left from groupbuy_group where id = ?::uuid")) {
            for (var place : groups) {
                statement.setString(1, place.group());
                try (var rows = statement.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    left.put(place.group(), rows.getInt("left"));
                }
            }
        }
        return left;
    }
}
