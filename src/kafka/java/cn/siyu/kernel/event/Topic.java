package cn.siyu.kernel.event;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic of the shop's events as somebody beside the shop sees it: what lies on it, and how far the shop has heard it. */
record Topic(String address) {

    private static final String NAME = "siyu-events";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One message as it lies there. */
    record Told(String key, String value) {

        JsonNode envelope() {
            try {
                return JSON.readTree(value);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        String eventId() {
            return envelope().path("eventId").asText();
        }
    }

    /** Everything, each partition in its order. */
    List<Told> all() {
        var all = new ArrayList<Told>();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", address),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partitions = consumer.partitionsFor(NAME).stream()
                    .map(info -> new TopicPartition(NAME, info.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(each -> all.add(new Told(each.key(), each.value())));
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return all;
    }

    void tell(List<Told> messages) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
            messages.forEach(each -> {
                var _ = producer.send(new ProducerRecord<>(NAME, each.key(), each.value()));
            });
            producer.flush();
        }
    }

    /** How many messages the shop has not yet acknowledged. */
    long lag() {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", address))) {
            var heard = admin.listConsumerGroupOffsets("siyu")
                    .partitionsToOffsetAndMetadata()
                    .get();
            var partitions = admin.describeTopics(List.of(NAME)).allTopicNames().get().values().stream()
                    .flatMap(found -> found.partitions().stream())
                    .map(info -> new TopicPartition(NAME, info.partition()))
                    .collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
            return admin.listOffsets(partitions).all().get().entrySet().stream()
                    .mapToLong(end -> {
                        var at = heard.get(end.getKey());
                        return end.getValue().offset() - (at == null ? 0 : at.offset());
                    })
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
