package cn.siyu.kernel.event;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.kernel.money.Money;
import cn.siyu.testing.OwnClasses;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * REL-33: {@code src/docs/events} holds an example of each event, and today's code still reads it and writes the same. A
 * field may be added to an example; one that is renamed or dropped fails here.
 */
class EventExamplesTest {

    private static final Path EXAMPLES = Path.of("src", "docs", "events");

    private static final Path DRAFTS = Path.of("target", "events");

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .registerModule(new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

    @TestFactory
    Stream<DynamicTest> every_event_reads_its_example_and_writes_it_again() {
        return events().map(event -> DynamicTest.dynamicTest(event.getSimpleName(), () -> {
            var example = EXAMPLES.resolve(event.getSimpleName() + ".json");
            if (Files.notExists(example)) {
                Files.createDirectories(DRAFTS);
                Files.writeString(
                        DRAFTS.resolve(event.getSimpleName() + ".json"),
                        json.writerWithDefaultPrettyPrinter().writeValueAsString(draft(event)) + "\n");
            }
            assertThat(example)
                    .as("copy target/events/%s.json to src/docs/events, with telling values", event.getSimpleName())
                    .exists();

            var read = json.readValue(Files.readString(example), event);

            assertThat(json.readTree(json.writeValueAsString(read)))
                    .isEqualTo(json.readTree(Files.readString(example)));
            assertThat(read.key()).isNotBlank();
        }));
    }

    @Test
    void no_two_events_share_a_name() {
        assertThat(events().map(Class::getSimpleName)).doesNotHaveDuplicates();
    }

    @Test
    void no_example_is_left_behind() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            var examples = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""))
                    .collect(Collectors.toSet());

            assertThat(examples).isEqualTo(events().map(Class::getSimpleName).collect(Collectors.toSet()));
        }
    }

    /** Something of the right form, for whoever adds an event. */
    private static Object draft(Type type) {
        return switch (type) {
            case ParameterizedType list
            when Collection.class.isAssignableFrom((Class<?>) list.getRawType()) ->
                List.of(draft(list.getActualTypeArguments()[0]));
            case ParameterizedType optional -> draft(optional.getActualTypeArguments()[0]);
            case Class<?> raw when raw.isEnum() -> raw.getEnumConstants()[0];
            case Class<?> raw when raw == UUID.class -> "01934f3a-0000-7000-8000-000000000001";
            case Class<?> raw when raw == Instant.class -> "2026-01-31T02:03:04Z";
            case Class<?> raw when raw == boolean.class -> true;
            case Class<?> raw when raw.isPrimitive() || Number.class.isAssignableFrom(raw) -> 1;
            case Class<?> raw when raw == Money.class -> 1;
            case Class<?> raw
            when raw.isRecord() -> {
                var fields = new LinkedHashMap<String, Object>();
                for (var component : raw.getRecordComponents()) {
                    fields.put(component.getName(), draft(component.getGenericType()));
                }
                yield fields;
            }
            default -> "text";
        };
    }

    private static Stream<Class<? extends DomainEvent>> events() {
        return OwnClasses.of(DomainEvent.class).stream().filter(Class::isRecord);
    }
}
