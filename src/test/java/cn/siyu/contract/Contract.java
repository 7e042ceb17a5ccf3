package cn.siyu.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The committed contract, read as data: its operations, and whether an answer fits the schema it promises. */
public final class Contract {

    static final Path COMMITTED = Path.of("openapi", "openapi.yaml");

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final JsonNode document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<JsonNode, com.networknt.schema.JsonSchema> schemas = new HashMap<>();

    /** One method of one path template. */
    public record Operation(String method, String template, Pattern path, JsonNode definition) {

        @Override
        public String toString() {
            return method + " " + template;
        }

        public List<String> pathParameters() {
            return Pattern.compile("\\{([^}]+)}")
                    .matcher(template)
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        }
    }

    private Contract(JsonNode document) {
        this.document = document;
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(entry -> METHODS.contains(entry.getKey()))
                        .forEach(entry -> operations.add(new Operation(
                                entry.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                Pattern.compile(path.getKey().replaceAll("\\{[^}]+}", "[^/]+")),
                                entry.getValue()))));
        // A literal segment is nearer than a parameter: /jobs/mine before /jobs/{id}.
        operations.sort(
                Comparator.comparingLong((Operation o) -> o.pathParameters().size())
                        .thenComparing(Operation::template)
                        .thenComparing(Operation::method));
    }

    public static Contract committed() {
        try {
            return new Contract(new ObjectMapper(new YAMLFactory()).readTree(Files.readString(COMMITTED)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    Optional<Operation> operationOf(Exchange exchange) {
        return operations.stream()
                .filter(operation -> operation.method().equals(exchange.method()))
                .filter(operation -> operation.path().matcher(exchange.path()).matches())
                .findFirst();
    }

    /** The content type of an operation's body, if it takes one. */
    Optional<String> bodyType(Operation operation) {
        return operation.definition().path("requestBody").path("content").properties().stream()
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** A body that gets past the shape check of an operation, if it takes one as JSON. */
    Optional<String> sampleBody(Operation operation) {
        var schema = operation
                .definition()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return schema.isMissingNode()
                ? Optional.empty()
                : Optional.of(new SampleBody(document).of(schema).toString());
    }

    /** What is wrong with an answer: an undeclared status or content type, or a body that does not fit its schema. */
    Set<String> faults(Operation operation, Exchange exchange) {
        var response = response(operation, exchange.status());
        if (response == null) {
            return Set.of("status " + exchange.status() + " is not declared");
        }
        var content = response.path("content");
        if (exchange.body().isEmpty()) {
            return Set.of();
        }
        var type = exchange.contentType().split(";", 2)[0].trim();
        var schema = content.path(type).path("schema");
        if (schema.isMissingNode()) {
            return Set.of("content type " + type + " is not declared for status " + exchange.status());
        }
        return validate(schema, exchange.body());
    }

    private @Nullable JsonNode response(Operation operation, int status) {
        var responses = operation.definition().path("responses");
        if (responses.has(String.valueOf(status))) {
            return responses.path(String.valueOf(status));
        }
        return status >= 400 && responses.has("default") ? responses.path("default") : null;
    }

    private Set<String> validate(JsonNode schema, String body) {
        try {
            return schemas.computeIfAbsent(schema, this::compile).validate(new ObjectMapper().readTree(body)).stream()
                    .map(ValidationMessage::getMessage)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            return Set.of("is not JSON: " + e.getMessage());
        }
    }

    /** A schema of the contract is JSON Schema 2020-12; its references are made local by carrying the components along. */
    private com.networknt.schema.JsonSchema compile(JsonNode schema) {
        var root = (ObjectNode) schema.deepCopy();
        root.set("components", document.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(root, SchemaValidatorsConfig.builder().build());
    }
}
