package cn.siyu.groupbuy;

import static cn.siyu.groupbuy.Groups.command;
import static cn.siyu.groupbuy.Groups.running;
import static cn.siyu.groupbuy.Groups.wish;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.groupbuy.Groups.Activity;
import cn.siyu.testing.Database;
import cn.siyu.testing.Shop;
import cn.siyu.testing.Shop.Buyer;
import cn.siyu.testing.SignIn;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the writer promises to those who ask for a place: once, in time or not at all, and each his own answer. */
@QuarkusTest
class SellingPathTest {

    @Inject
    ReactiveRedisDataSource redis;

    private static final int TWINS = 24;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Map<String, Object> NO_LIMITS = Map.of("perPersonQty", 50, "maxOpenGroupsPerPerson", 50);

    @Test
    void a_request_that_is_sent_many_times_at_once_is_one_place_and_one_answer() throws Exception {
        var activity = running(40, 30, NO_LIMITS);
        var buyer = Shop.buyer();
        var wish = wish(buyer, activity, 1);
        var key = key();

        List<Response> answers;
        try (var threads = Executors.newFixedThreadPool(TWINS)) {
            var sent = IntStream.range(0, TWINS)
                    .mapToObj(_ -> threads.submit(() -> open(buyer, key, activity, wish)))
                    .toList();
            answers = sent.stream().map(SellingPathTest::get).toList();
        }

        var decided = answers.stream().filter(each -> each.statusCode() == 201).toList();
        assertThat(decided).hasSizeGreaterThan(TWINS / 2);
        assertThat(new HashSet<>(decided.stream().map(Response::asString).toList()))
                .hasSize(1);
        assertThat(answers)
                .filteredOn(each -> each.statusCode() != 201)
                .allSatisfy(each -> assertThat(each.<String>path("code")).isEqualTo("REQUEST_IN_FLIGHT"));
        assertThat(number("select count(*) from groupbuy_seat where activity_id = '%s'", activity.id()))
                .isEqualTo(1);

        command(activity.id(), "pause").then().statusCode(200);

        var again = open(buyer, key, activity, wish);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.asString()).isEqualTo(decided.getFirst().asString());
        assertThat(open(buyer, key, activity, wish(buyer, activity, 2)).statusCode())
                .isEqualTo(422);
        assertThat(open(buyer, key(), activity, wish).<String>path("code")).isEqualTo("GROUP_BUY_NOT_RUNNING");
    }

    @Test
    void of_many_who_want_the_last_units_at_once_each_hears_the_truth() throws Exception {
        var units = 5;
        var activity = running(40, units, NO_LIMITS);
        var buyers = Shop.buyer();
        var wish = wish(buyers, activity, 1);

        List<Response> answers;
        try (var threads = Executors.newFixedThreadPool(TWINS)) {
            var sent = IntStream.range(0, TWINS)
                    .mapToObj(_ -> threads.submit(() -> open(buyers, key(), activity, wish)))
                    .toList();
            answers = sent.stream().map(SellingPathTest::get).toList();
        }

        assertThat(answers).filteredOn(each -> each.statusCode() == 201).hasSize(units);
        assertThat(answers)
                .filteredOn(each -> each.statusCode() != 201)
                .hasSize(TWINS - units)
                .allSatisfy(each -> assertThat(each.<String>path("code")).isEqualTo("STOCK_SHORT"));
        assertThat(new HashSet<>(answers.stream()
                        .filter(each -> each.statusCode() == 201)
                        .map(each -> each.<String>path("orderId"))
                        .toList()))
                .hasSize(units);
        assertThat(number("select count(*) from groupbuy_seat where activity_id = '%s'", activity.id()))
                .isEqualTo(units);
        assertThat(number("select sum(units) from groupbuy_person where activity_id = '%s'", activity.id()))
                .isEqualTo(units);
    }

    @Test
    void after_a_sell_out_each_hears_his_own_words_again_whatever_redis_forgets() throws Exception {
        var activity = running(40, 3, NO_LIMITS);
        var winner = Shop.buyer();
        var stranger = Shop.buyer();
        var wish = wish(winner, activity, 1);
        var hisWish = wish(stranger, activity, 1);
        var keys = List.of(key(), key(), key());
        var told = keys.stream()
                .map(key -> open(winner, key, activity, wish)
                        .then()
                        .statusCode(201)
                        .extract()
                        .asString())
                .toList();
        var gate = "siyu:gate:seats:{" + activity.id() + "}";

        for (var forgotten = 0; forgotten < 2; forgotten++) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
                assertThat(open(stranger, key(), activity, hisWish).<String>path("code"))
                        .isEqualTo("STOCK_SHORT");
                return redis("HEXISTS", gate, "run").toInteger() == 1;
            });
            assertThat(repeated(winner, keys, activity, wish)).isEqualTo(told);
            assertThat(redis("FLUSHALL").toString()).isEqualTo("OK");
            assertThat(repeated(winner, keys, activity, wish)).isEqualTo(told);
        }

        var order = JsonPath.from(told.getFirst()).getString("orderId");
        assertThat(winner.asks().post("/api/mp/v1/orders/{id}/cancel", order).statusCode())
                .isEqualTo(200);

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> open(stranger, key(), activity, hisWish).statusCode() == 201);
        assertThat(open(stranger, key(), activity, hisWish).<String>path("code"))
                .isEqualTo("STOCK_SHORT");
    }

    @Test
    void what_is_sold_out_is_refused_the_short_way_with_the_words_of_the_long_one() {
        var activity = running(40, 1, NO_LIMITS);
        var winner = Shop.buyer();
        var stranger = Shop.buyer();
        var wish = wish(stranger, activity, 1);
        open(winner, key(), activity, wish(winner, activity, 1)).then().statusCode(201);
        var gate = "siyu:gate:seats:{" + activity.id() + "}";
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            assertThat(open(stranger, key(), activity, wish).statusCode()).isEqualTo(409);
            return redis("HEXISTS", gate, "run").toInteger() == 1;
        });
        var path = "/api/mp/v1/group-buys/" + activity.id() + "/buy-groups";

        // What nobody of ours sends goes the long way: a query, for example.
        var longWay =
                stranger.asks().header("Idempotency-Key", key()).body(wish).post(path + "?way=long");
        var shortWay =
                stranger.asks().header("Idempotency-Key", key()).body(wish).post(path);
        assertThat(shortWay.statusCode()).isEqualTo(409);
        assertThat(shortWay.contentType()).isEqualTo(longWay.contentType());
        assertThat(shortWay.header("Cache-Control")).isEqualTo("no-store");
        assertThat(said(shortWay)).isEqualTo(said(longWay)).containsEntry("code", "STOCK_SHORT");

        // It reads no body: a client that is refused ten thousand times a second need not have sent a sound one.
        assertThat(stranger.asks()
                        .header("Idempotency-Key", key())
                        .body("{}")
                        .post(path)
                        .statusCode())
                .isEqualTo(409);
        assertThat(winner.asks()
                        .header("Idempotency-Key", key())
                        .body("{}")
                        .post(path)
                        .statusCode())
                .isEqualTo(400);
        assertThat(stranger.asks().body(wish).post(path).<String>path("code")).isEqualTo("IDEMPOTENCY_KEY_REQUIRED");
        assertThat(given().contentType("application/json")
                        .header("Idempotency-Key", key())
                        .header("Authorization", "Bearer nobody's")
                        .body(wish)
                        .post(path)
                        .statusCode())
                .isEqualTo(401);
        assertThat(SignIn.staff("admin"))
                .satisfies(staff -> assertThat(given().contentType("application/json")
                                .header("Idempotency-Key", key())
                                .header("Authorization", "Bearer " + staff)
                                .body(wish)
                                .post(path)
                                .statusCode())
                        .isEqualTo(403));
    }

    /** Everything but the id of the trace. */
    private static Map<String, Object> said(Response response) {
        var said = new HashMap<>(response.jsonPath().<String, Object>getMap("$"));
        assertThat(said.remove("traceId")).isNotNull();
        return said;
    }

    private static List<String> repeated(Buyer buyer, List<String> keys, Activity activity, Map<String, Object> wish) {
        return keys.stream()
                .map(key -> open(buyer, key, activity, wish)
                        .then()
                        .statusCode(201)
                        .extract()
                        .asString())
                .toList();
    }

    private io.vertx.mutiny.redis.client.Response redis(String command, String... words) {
        return redis.execute(command, words).await().atMost(PATIENCE);
    }

    @Test
    void who_cannot_be_served_in_time_hears_so_and_nothing_was_written() throws Exception {
        var activity = running(40, 30, NO_LIMITS);
        var buyer = Shop.buyer();
        var wish = wish(buyer, activity, 1);
        var waitingKey = key();

        try (var threads = Executors.newFixedThreadPool(4);
                var jam = Database.asApplication()) {
            block(jam, activity);
            var first = ask(threads, buyer, key(), activity, wish);
            await().atMost(PATIENCE)
                    .until(() ->
                            number("select count(*) from pg_locks where locktype = 'advisory' and not granted") > 0);
            var waiting = ask(threads, buyer, waitingKey, activity, wish);
            var alsoWaiting = ask(threads, buyer, key(), activity, wish);

            // The first in the lane has waited for long enough.
            await().pollDelay(Duration.ofMillis(900)).until(() -> true);
            var atTheDoor = open(buyer, key(), activity, wish);

            assertThat(atTheDoor.statusCode()).isEqualTo(503);
            assertThat(atTheDoor.<String>path("code")).isEqualTo("TEMPORARILY_UNAVAILABLE");
            assertThat(atTheDoor.header("Retry-After")).isNotBlank();
            assertThat(get(first).<String>path("code")).isEqualTo("REQUEST_IN_FLIGHT");
            for (var late : List.of(waiting, alsoWaiting)) {
                assertThat(get(late).<String>path("code")).isIn("TEMPORARILY_UNAVAILABLE", "REQUEST_IN_FLIGHT");
                assertThat(get(late).header("Retry-After")).isNotBlank();
            }
            jam.rollback();
        }

        assertThat(number("select count(*) from groupbuy_seat where activity_id = '%s'", activity.id()))
                .isZero();
        assertThat(number("select count(*) from kernel_idempotency where key = '%s'", waitingKey))
                .isZero();
        assertThat(number("select count(*) from inventory_reservation r join inventory_pool p on p.id = r.pool"
                        + " where p.activity = '" + activity.id() + "'"))
                .isZero();
        assertThat(open(buyer, waitingKey, activity, wish).statusCode()).isEqualTo(201);
    }

    /** Stands in the lane of the activity as another instance would whose batch does not end. */
    private static void block(Connection jam, Activity activity) throws SQLException {
        jam.setAutoCommit(false);
        try (var statement = jam.prepareStatement("select pg_advisory_xact_lock(hashtextextended(?, 0))")) {
            statement.setString(1, "groupbuy.seats:" + activity.id());
            statement.execute();
        }
    }

    private static Future<Response> ask(
            ExecutorService threads, Buyer buyer, String key, Activity activity, Map<String, Object> wish) {
        return threads.submit(() -> open(buyer, key, activity, wish));
    }

    private static Response open(Buyer buyer, String key, Activity activity, Map<String, Object> wish) {
        return buyer.asks()
                .header("Idempotency-Key", key)
                .body(wish)
                .post("/api/mp/v1/group-buys/{id}/buy-groups", activity.id());
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static Response get(Future<Response> answer) {
        try {
            return answer.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static long number(String sql, Object... values) throws SQLException {
        try (var connection = Database.asOwner();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql.formatted(values))) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
