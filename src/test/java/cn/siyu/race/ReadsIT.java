package cn.siyu.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.launch.ServerAccident;
import cn.siyu.testing.RemoteGroups.Activity;
import cn.siyu.testing.RemoteGroups.Place;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Goods;
import cn.siyu.testing.ShopApi.Answer;
import cn.siyu.testing.ShopFleet;
import cn.siyu.testing.Watch;
import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What readers and watchers see at two application processes: a change is there within two seconds, with Redis and without, also
 * when thousands watch while places are taken all the time.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ReadsIT {

    private static final Path FOLDERS = Path.of("target", "reads-it");
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** Less than the platform waits for requests when it stops. */
    private static final Duration DRAINED = Duration.ofSeconds(8);

    private static final int GROUPS = Integer.getInteger("siyu.reads.groups", 30);
    private static final int WATCHERS = Integer.getInteger("siyu.reads.watchers", 300);
    private static final int GROUPS_AT_ONCE = 16;
    private static final int JOINS_PER_SECOND = 200;
    private static final int JOINS_OF_A_GROUP = 3;
    private static final int SIZE = 5;

    /** How often somebody heard that there is no time for him now. */
    private static final LongAdder REFUSED = new LongAdder();

    private static final Insistence INSISTENCE = new Insistence(10, Duration.ofSeconds(1), ReadsIT::isRefusedForNow);

    /** What all watchers may cost, both processes together, in kilobytes. */
    private static final long MOST_OF_MEMORY = 100 * 1_024;

    private static final int PRICES = 5;

    /** Longer than a page is shown when nobody knows whether anything has changed. */
    private static final Duration UNCHANGED = Duration.ofSeconds(4);

    private static final String SHARED = "01900000-0000-7000-8000-000000000002";

    private static ShopFleet fleet;
    private static Market market;
    private static Goods goods;
    private static Activity activity;
    private static HttpClient http;

    private static final List<Place> LED = new ArrayList<>();
    private static final Map<Watch, UUID> WATCHING = new HashMap<>();

    @BeforeAll
    static void open() {
        fleet = ShopFleet.start(
                FOLDERS,
                2,
                Map.of("siyu.watch.most-of-address", Integer.toString(WATCHERS), "siyu.tokens.access-life", "30d"));
        market = new Market(fleet, GROUPS + 1);
        goods = market.shop(0).product("reads", 1, 9_900, 100);
        activity = market.activity("reads-groups", SIZE);
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterAll
    static void close() {
        WATCHING.keySet().forEach(Watch::close);
        http.shutdownNow();
        fleet.close();
    }

    private static HttpResponse<String> page(int which) {
        return see(which, "/api/mp/v1/products/" + goods.product());
    }

    private static HttpResponse<String> see(int which, String path) {
        var uri = fleet.uri(which).resolve(path);
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Tells how long it took until both have said so. */
    private static Duration changed(long fen) {
        return changed("/api/mp/v1/products/" + goods.product(), "\"priceFromFen\":" + fen, () -> price(fen));
    }

    /** The same, written past the application: nobody tells anybody. */
    private static Duration changedBehind(long fen) {
        return changed(
                "/api/mp/v1/products/" + goods.product(),
                "\"priceFromFen\":" + fen,
                () -> behind(
                        "update channel_price set amount_fen = %d where sku_id = '%s' and valid_to is null",
                        fen, goods.skus().getFirst()));
    }

    @FormatMethod
    private static void behind(String sql, Object... values) {
        try (var connection = fleet.asApplication();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql.formatted(values))).isOne();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static Duration changed(String path, String wanted, Runnable write) {
        // Both have just read the old one.
        for (var which : List.of(0, 1)) {
            var before = see(which, path);
            assertThat(before.statusCode()).isEqualTo(200);
            assertThat(before.body()).doesNotContain(wanted);
        }
        write.run();
        var since = System.nanoTime();
        await().atMost(PROMISED).pollInterval(LOOK_AGAIN).untilAsserted(() -> {
            assertThat(see(0, path).body()).contains(wanted);
            assertThat(see(1, path).body()).contains(wanted);
        });
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static void price(long fen) {
        var shop = market.shop(0);
        var _ = shop.api()
                .put(
                        shop.desk("merchandiser"),
                        "/api/admin/v1/price-lists/default/prices",
                        Map.of(
                                "reason",
                                "for a test",
                                "prices",
                                List.of(Map.of("skuId", goods.skus().getFirst(), "amountFen", fen))))
                .expect(200);
    }

    /** How often a process has read something for everybody. */
    private static long loads(int which) {
        return see(which, "/q/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("siyu_pages_loads_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Order(1)
    void a_price_is_the_new_one_at_both_processes_in_time_and_the_bytes_are_the_same() {
        for (var i = 0; i < PRICES; i++) {
            System.out.printf(
                    "ReadsIT: the price was there after %d ms%n",
                    changed(8_000 + i).toMillis());
        }
        assertThat(page(1).body()).isEqualTo(page(0).body());
        assertThat(page(1).headers().firstValue("etag"))
                .isEqualTo(page(0).headers().firstValue("etag"));
    }

    @Test
    @Order(2)
    void what_nobody_changes_is_not_read_again_and_what_is_written_behind_the_application_is_there_in_time() {
        // All that was written before is told twice: at once, and by the ledger.
        await().pollDelay(PROMISED).until(() -> page(0).statusCode() == 200);
        var before = loads(0);
        await().pollDelay(UNCHANGED).until(() -> page(0).statusCode() == 200);
        assertThat(loads(0)).as("four seconds later").isEqualTo(before);

        for (var i = 0; i < PRICES; i++) {
            System.out.printf(
                    "ReadsIT: the price that nobody told was there after %d ms%n",
                    changedBehind(8_500 + i).toMillis());
        }
        var product = "/api/mp/v1/products/" + goods.product();
        System.out.printf(
                "ReadsIT: title %d ms, bucket %d ms, group buy %d ms%n",
                changed(
                                product,
                                "written behind",
                                () -> behind(
                                        "update catalog_spu set title = 'written behind' where id = '%s'",
                                        goods.product()))
                        .toMillis(),
                changed(
                                product,
                                "\"LOW\"",
                                () -> behind(
                                        "update inventory_stock set safety = on_hand - reserved - 5"
                                                + " where sku = '%s' and pool = '%s'",
                                        goods.skus().getFirst(), SHARED))
                        .toMillis(),
                changed(
                                "/api/mp/v1/group-buys/" + activity.id(),
                                "written behind",
                                () -> behind(
                                        "update groupbuy_activity set name = 'written behind' where id = '%s'",
                                        activity.id()))
                        .toMillis());
    }

    @Test
    @Order(3)
    void watchers_at_both_processes_end_on_what_the_database_says() throws SQLException {
        var leaders = market.crowd.subList(0, GROUPS);
        LED.addAll(RemoteShop.together(
                GROUPS_AT_ONCE,
                leaders.stream()
                        .<Callable<Place>>map(leader -> () -> market.led(leader, activity))
                        .toList()));
        var memory = memory();
        for (var i = 0; i < WATCHERS; i++) {
            var group = LED.get(i % GROUPS).group();
            // The two processes in turns for the watchers of each group.
            WATCHING.put(watch((i / GROUPS + i) % 2, group), group);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(WATCHING.keySet())
                        .allSatisfy(each -> assertThat(each.events()).isPositive()));

        var joined = join();
        var told = endOnTheDatabasesState();
        var grown = memory() - memory;
        System.out.printf(
                "ReadsIT: %d watchers of %d groups, %d places taken in %d ms, %d refused for now; %d ms later all knew; both processes grew by %d kB%n",
                WATCHERS, GROUPS, GROUPS * JOINS_OF_A_GROUP, joined.toMillis(), REFUSED.sum(), told.toMillis(), grown);
        assertThat(grown).isLessThan(MOST_OF_MEMORY);
    }

    @Test
    @Order(4)
    void without_redis_it_takes_no_longer() throws SQLException {
        var accident = ServerAccident.ofRedis(fleet.dataFolder());
        try {
            System.out.printf(
                    "ReadsIT: without Redis the price was there after %d ms%n",
                    changed(7_000).toMillis());
            System.out.printf(
                    "ReadsIT: without Redis the price that nobody told was there after %d ms%n",
                    changedBehind(7_500).toMillis());
            var last = market.crowd.getLast();
            assertThat(market.join(1, last, activity, LED.getFirst().group()).status())
                    .isEqualTo(201);
            var _ = endOnTheDatabasesState();
        } finally {
            accident.over();
        }
        System.out.printf(
                "ReadsIT: with a new Redis the price was there after %d ms%n",
                changed(7_001).toMillis());
    }

    @Test
    @Order(5)
    void who_watches_holds_nobody_up_who_stops() {
        var since = System.nanoTime();

        fleet.shop(1).sigterm();
        var _ = fleet.shop(1).awaitExit();

        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(DRAINED);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(WATCHING.keySet())
                        .filteredOn(Watch::ended)
                        .hasSizeGreaterThanOrEqualTo(WATCHERS / 3));
        assertThat(fleet.shop(1).log()).doesNotContain("ERROR");
    }

    private static Watch watch(int which, UUID group) {
        return Watch.of(http, fleet.uri(which).resolve("/api/mp/v1/buy-groups/" + group + "/progress"), Map.of());
    }

    /** So many in a second whether answers come or not, at either process, in each group by others; tells how long it took. */
    private static Duration join() {
        var begin = System.nanoTime();
        var joins = IntStream.range(0, GROUPS * JOINS_OF_A_GROUP)
                .<Callable<Integer>>mapToObj(i -> () -> {
                    var due = begin + i * Duration.ofSeconds(1).toNanos() / JOINS_PER_SECOND;
                    TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                    var round = i / GROUPS + 1;
                    var buyer = market.crowd.get((i + round) % GROUPS);
                    return market.insist(i, buyer, activity, LED.get(i % GROUPS).group(), INSISTENCE)
                            .status();
                })
                .toList();
        assertThat(RemoteShop.together(joins.size(), joins)).containsOnly(201);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static boolean isRefusedForNow(Answer answer) {
        var refused = answer.status() == 503;
        REFUSED.add(refused ? 1 : 0);
        return refused;
    }

    /** Tells how long it took until each watcher knew. */
    private static Duration endOnTheDatabasesState() throws SQLException {
        var since = System.nanoTime();
        var wanted = standing();
        await().atMost(PROMISED)
                .pollInterval(LOOK_AGAIN)
                .untilAsserted(() -> assertThat(WATCHING).allSatisfy((watch, group) -> {
                    var last = watch.last();
                    assertThat(last.path("paid").asInt() + " paid, "
                                    + last.path("left").asInt() + " left")
                            .isEqualTo(wanted.get(group));
                }));
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static Map<UUID, String> standing() throws SQLException {
        var standing = new HashMap<UUID, String>();
        try (var line = fleet.asOwner();
                var asked = line.createStatement();
                var rows = asked.executeQuery("select id, paid, size - held - paid from groupbuy_group")) {
            while (rows.next()) {
                standing.put(rows.getObject(1, UUID.class), rows.getInt(2) + " paid, " + rows.getInt(3) + " left");
            }
        }
        return standing;
    }

    /** In kilobytes; nothing where the machine does not tell. */
    private static long memory() {
        return IntStream.range(0, fleet.size())
                .mapToLong(i -> fleet.shop(i).residentKilobytes())
                .sum();
    }
}
