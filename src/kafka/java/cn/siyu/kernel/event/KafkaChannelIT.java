package cn.siyu.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.event.Topic.Told;
import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.Invariants;
import cn.siyu.testing.RemoteShop;
import cn.siyu.testing.RemoteShop.Buyer;
import cn.siyu.testing.RemoteShop.Line;
import cn.siyu.testing.ShopProcess;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The packaged application, unchanged, with Kafka as the carrier of its events by configuration alone. */
class KafkaChannelIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AWAY = Duration.ofSeconds(60);
    private static final int KEYS = 5;
    private static final int EVENTS = 100;
    private static final List<String> WRITTEN_BY_LISTENERS =
            List.of("trade_", "ledger_", "commission_", "distribution_", "report_", "promotion_", "notify_");

    private static final Path FOLDER =
            Path.of("target", "kafka-it", Ids.next().toString()).toAbsolutePath();

    private static KafkaBroker broker;
    private static ShopProcess shop;
    private static Topic topic;
    private static Connection database;

    @BeforeAll
    static void start() throws Exception {
        broker = KafkaBroker.start(FOLDER.resolve("broker"));
        topic = new Topic(broker.address());
        shop = ShopProcess.start(
                FOLDER.resolve("shop"),
                Map.of(
                        "mp.messaging.outgoing.events-out.connector", "smallrye-kafka",
                        "mp.messaging.incoming.events-in.connector", "smallrye-kafka",
                        // Less than the broker is away: events are given back and sent anew, the harder way.
                        "mp.messaging.outgoing.events-out.delivery.timeout.ms", "20000",
                        "mp.messaging.outgoing.events-out.request.timeout.ms", "5000",
                        "mp.messaging.outgoing.events-out.max.block.ms", "5000",
                        "kafka.bootstrap.servers", broker.address()));
        database = database();
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        shop.close();
        broker.close();
    }

    @Test
    void the_same_build_sends_and_hears_its_events_over_a_broker() throws Exception {
        var keys = keys();
        for (var nth = 0; nth < EVENTS; nth++) {
            append(keys.get(nth % KEYS), nth);
        }
        await().atMost(SOON).until(() -> unsent() == 0);

        var told = topic.all();
        keys.forEach(key ->
                assertThat(nths(told, key)).isSorted().hasSize(EVENTS / KEYS).doesNotHaveDuplicates());
        await().atMost(SOON).until(() -> topic.lag() == 0);
    }

    /** REL-31: what happened meanwhile is told afterwards, and money is taken all the while. */
    @Test
    void a_shop_without_its_broker_goes_on_selling_and_loses_no_event() throws Exception {
        var remote = remote();
        var sku = remote.goods("AWAY" + System.nanoTime(), 1, 1_000, 500).getFirst();
        var buyers = remote.buyers("away-" + System.nanoTime(), 4);
        var keys = keys();
        var paid = new ArrayList<Sale>();
        paid.add(sell(remote, buyers.getFirst(), sku));
        await().atMost(SOON).until(() -> isFirm(remote, paid.getFirst()));

        broker.kill9();
        var back = System.nanoTime() + AWAY.toNanos();
        var nth = 0;
        while (System.nanoTime() < back) {
            paid.add(sell(remote, buyers.get(nth % buyers.size()), sku));
            append(keys.get(nth % KEYS), nth++);
            assertThat(remote.api().get("", "/q/health/ready").status()).isEqualTo(200);
            assertThat(remote.api().get("", "/q/health/live").status()).isEqualTo(200);
            Thread.sleep(Duration.ofSeconds(1));
        }
        assertThat(unsent()).isPositive();
        broker.startAgain();

        await().atMost(SOON).until(() -> unsent() == 0);
        await().atMost(SOON).until(() -> topic.lag() == 0);
        var told = topic.all();
        assertThat(told.stream().map(Told::eventId).collect(Collectors.toSet())).containsAll(appended());
        for (var key : keys) {
            // Sent again is sent twice at worst; the first time each is in its turn.
            assertThat(nths(told, key).stream().distinct().toList()).isSorted();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(paid).allMatch(each -> isFirm(remote, each)));
        assertThat(deadLetters()).isEmpty();
        requireInvariants(remote);
    }

    /** REL-32: told three times and out of order, with spoilt ones between, everything has its effect once. */
    @Test
    void what_is_told_thrice_out_of_order_and_spoilt_has_its_effect_once() throws Exception {
        var remote = remote();
        var sku = remote.goods("THRICE" + System.nanoTime(), 1, 1_000, 100).getFirst();
        var buyers = remote.buyers("thrice-" + System.nanoTime(), 10);
        var paid = new ArrayList<Sale>();
        for (var buyer : buyers) {
            paid.add(sell(remote, buyer, sku));
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(paid).allMatch(each -> isFirm(remote, each)));
        var before = quiet();
        var told = topic.all();
        var spoilt = told.stream()
                .filter(each -> each.envelope().path("type").asText().equals("OrderPaid"))
                .map(KafkaChannelIT::spoil)
                .limit(Math.max(1, told.size() / 100))
                .toList();
        assertThat(spoilt).isNotEmpty();
        var again = Stream.of(told, told, told, spoilt, List.of(new Told("no event", "{not even JSON")))
                .flatMap(List::stream)
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(again, new Random(32));

        topic.tell(again);

        await().atMost(SOON.multipliedBy(2)).until(() -> topic.lag() == 0);
        assertThat(quiet()).isEqualTo(before);
        var letters = deadLetters();
        assertThat(letters.stream().map(Letter::eventId).collect(Collectors.toSet()))
                .isEqualTo(spoilt.stream().map(Told::eventId).collect(Collectors.toSet()));
        assertThat(letters).allSatisfy(letter -> assertThat(letter.tries()).isEqualTo(5));
        forget(letters);
        requireInvariants(remote);
    }

    /** What a buyer has paid for. */
    private record Sale(Buyer buyer, UUID order) {}

    private record Letter(String eventId, int tries) {}

    private static Sale sell(RemoteShop remote, Buyer buyer, UUID sku) {
        var order = RemoteShop.uuid(remote.order(buyer, List.of(new Line(sku, 1))), "id");
        var started = remote.startPayment(buyer.token(), order).expect(200);
        var _ = remote.payAtWeChat(RemoteShop.prepayId(started)).expect(200);
        var payment = "/api/mp/v1/payments/" + started.json().path("paymentId").asText();
        await().atMost(SOON)
                .until(() -> remote.api()
                        .get(buyer.token(), payment)
                        .expect(200)
                        .json()
                        .path("state")
                        .asText()
                        .equals("PAID"));
        return new Sale(buyer, order);
    }

    private static boolean isFirm(RemoteShop remote, Sale sale) {
        return remote.see(sale.buyer().token(), sale.order())
                .path("state")
                .asText()
                .equals("TO_SHIP");
    }

    /** An event of that type and key that no listener can read. */
    private static Told spoil(Told told) {
        var envelope = (ObjectNode) told.envelope();
        var _ = envelope.put("eventId", UUID.randomUUID().toString()).put("payload", "\"spoilt\"");
        return new Told(told.key(), envelope.toString());
    }

    private static List<String> keys() {
        return IntStream.range(0, KEYS).mapToObj(_ -> "key-" + Ids.next()).toList();
    }

    private static RemoteShop remote() {
        return new RemoteShop(shop.baseUri(), URI.create(said("siyu.wechat.api-url")), said("siyu.sample.password"));
    }

    private static void requireInvariants(RemoteShop remote) {
        Invariants.check(
                said("quarkus.datasource.jdbc.url"),
                said("quarkus.flyway.username"),
                said("quarkus.flyway.password"),
                remote.now());
    }

    private static String said(String setting) {
        var value = shop.settings().get(setting);
        if (value == null) {
            throw new IllegalStateException(setting + " was not told");
        }
        return value;
    }

    private static Connection database() throws SQLException {
        return DriverManager.getConnection(
                said("quarkus.datasource.jdbc.url"), said("quarkus.flyway.username"), said("quarkus.flyway.password"));
    }

    private static void append(String key, int nth) throws SQLException {
        try (var insert = database.prepareStatement("""
                insert into kernel_outbox (event_id, type, key, payload, occurred_at, appended_at)
                values (?, 'Rang', ?, ?, ?, ?)""")) {
            insert.setObject(1, UUID.randomUUID());
            insert.setString(2, key);
            insert.setString(3, "{\"nth\":" + nth + "}");
            insert.setTimestamp(4, Timestamp.from(Instant.now()));
            insert.setTimestamp(5, Timestamp.from(Instant.now()));
            assertThat(insert.executeUpdate()).isOne();
        }
    }

    private static long unsent() throws SQLException {
        return number("select count(*) from kernel_outbox where sent_at is null");
    }

    private static long number(String sql) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static List<String> strings(String sql) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static List<String> appended() throws SQLException {
        return strings("select event_id::text from kernel_outbox");
    }

    private static List<Letter> deadLetters() throws SQLException {
        return strings("select event_id || ' ' || tries from kernel_dead_letter").stream()
                .map(each -> each.split(" ", 2))
                .map(each -> new Letter(each[0], Integer.parseInt(each[1])))
                .toList();
    }

    private static void forget(List<Letter> letters) throws SQLException {
        try (var delete = database.prepareStatement("delete from kernel_dead_letter where event_id = ?")) {
            for (var id : new HashSet<>(letters.stream().map(Letter::eventId).toList())) {
                delete.setObject(1, UUID.fromString(id));
                assertThat(delete.executeUpdate()).isPositive();
            }
        }
    }

    /**
     * How many rows each table has, and what stands in those that listeners write, once nothing moves any more. Letters and the
     * checks that the clock begins are left out.
     */
    private static Map<String, Long> quiet() {
        var seen = new ArrayList<Map<String, Long>>();
        await().atMost(SOON).pollInterval(Duration.ofSeconds(2)).until(() -> {
            seen.add(rows());
            return unsent() == 0
                    && topic.lag() == 0
                    && seen.size() > 1
                    && seen.getLast().equals(seen.get(seen.size() - 2));
        });
        return seen.getLast();
    }

    private static Map<String, Long> rows() throws SQLException {
        var counts = new TreeMap<String, Long>();
        for (var table : strings("""
                select table_name from information_schema.tables
                 where table_schema = 'public' and table_type = 'BASE TABLE' and table_name !~ '(dead_letter|job|check|seal|bill)'""")) {
            counts.put(table, number("select count(*) from " + table));
            if (WRITTEN_BY_LISTENERS.stream().anyMatch(table::startsWith)) {
                counts.put(
                        "text of " + table,
                        number("select coalesce(sum(hashtextextended(t::text, 0) % 1000000007), 0)::bigint from "
                                + table + " t"));
            }
        }
        return counts;
    }

    private static List<Integer> nths(List<Told> told, String key) {
        return told.stream()
                .filter(each -> key.equals(each.key()))
                .map(each -> Integer.parseInt(
                        each.envelope().path("payload").asText().replaceAll("\\D", "")))
                .toList();
    }
}
