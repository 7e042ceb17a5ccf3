package cn.siyu.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.siyu.kernel.id.Ids;
import cn.siyu.testing.ShopProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;

/** The packaged application, unchanged, with Kafka as the carrier of its events by configuration alone. */
class KafkaChannelIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TOPIC = "siyu-events";
    private static final int KEYS = 5;
    private static final int EVENTS = 100;

    @Test
    void the_same_build_sends_and_hears_its_events_over_a_broker() throws Exception {
        var folder = Path.of("target", "kafka-it", Ids.next().toString()).toAbsolutePath();
        try (var broker = KafkaBroker.start(folder.resolve("broker"));
                var shop = ShopProcess.start(
                        folder.resolve("shop"),
                        Map.of(
                                "mp.messaging.outgoing.events-out.connector", "smallrye-kafka",
                                "mp.messaging.incoming.events-in.connector", "smallrye-kafka",
                                "kafka.bootstrap.servers", broker.address()))) {
            var keys =
                    IntStream.range(0, KEYS).mapToObj(_ -> "key-" + Ids.next()).toList();

            try (var database = database(shop)) {
                for (var nth = 0; nth < EVENTS; nth++) {
                    append(database, keys.get(nth % KEYS), nth);
                }
                await().atMost(SOON).until(() -> unsent(database) == 0);
            }

            var seen = read(broker.address());
            keys.forEach(key -> assertThat(seen.get(key)).isSorted().hasSize(EVENTS / KEYS));
            await().atMost(SOON).until(() -> heard(broker.address()) >= EVENTS);
        }
    }

    private static Connection database(ShopProcess shop) throws SQLException {
        var settings = shop.settings();
        return DriverManager.getConnection(
                settings.get("quarkus.datasource.jdbc.url"),
                settings.get("quarkus.datasource.username"),
                settings.get("quarkus.datasource.password"));
    }

    private static void append(Connection database, String key, int nth) throws SQLException {
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

    private static int unsent(Connection database) throws SQLException {
        try (var rows =
                database.createStatement().executeQuery("select count(*) from kernel_outbox where sent_at is null")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    /** What lies on the topic: per key the events in their order. */
    private static Map<String, List<Integer>> read(String address) {
        var seen = new HashMap<String, List<Integer>>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", address),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(info -> new TopicPartition(TOPIC, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(SOON).until(() -> {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> seen.computeIfAbsent(record.key(), _ -> new ArrayList<>())
                                .add(nth(record.value())));
                return seen.values().stream().mapToInt(List::size).sum() >= EVENTS;
            });
        }
        return seen;
    }

    private static int nth(String envelope) {
        var digits = envelope.replaceAll(".*nth[^0-9]*([0-9]+).*", "$1");
        return Integer.parseInt(digits);
    }

    /** How many messages the application's group has acknowledged. */
    private static long heard(String address) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address))) {
            return admin.listConsumerGroupOffsets("siyu").partitionsToOffsetAndMetadata().get().values().stream()
                    .mapToLong(at -> at == null ? 0 : at.offset())
                    .sum();
        }
    }
}
