package cn.siyu.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;

/** Makes a body that fits a schema of the contract, with its needed members only, so that a request gets past the shape check. */
final class SampleBody {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Members whose pattern no generator would guess. */
    private static final Map<String, String> KNOWN = Map.of(
            "carrier", "SF",
            "trackingNo", "SF1234567890",
            "phone", "13800138000",
            "email", "someone@example.com",
            "regionCode", "440305",
            "code", "sandbox-nobody-1",
            "totp", "123456");

    private final JsonNode document;

    SampleBody(JsonNode document) {
        this.document = document;
    }

    JsonNode of(JsonNode schema) {
        return of("", schema);
    }

    private JsonNode of(String name, JsonNode given) {
        var schema = resolve(given);
        if (schema.has("enum")) {
            return schema.path("enum").get(0);
        }
        return switch (type(schema)) {
            case "object" -> object(schema);
            case "array" -> JSON.arrayNode().add(of(name, schema.path("items")));
            case "integer", "number" ->
                JSON.numberNode(Math.max(1, schema.path("minimum").asInt(1)));
            case "boolean" -> JSON.booleanNode(false);
            default -> JSON.textNode(text(name, schema));
        };
    }

    /** With a number that has a least value too: leaving it out would send zero. */
    private JsonNode object(JsonNode schema) {
        var object = JSON.objectNode();
        var required = new HashSet<String>();
        schema.path("required").forEach(member -> required.add(member.asText()));
        schema.path("properties").properties().stream()
                .filter(member -> required.contains(member.getKey())
                        || resolve(member.getValue()).has("minimum"))
                .forEach(member -> object.set(member.getKey(), of(member.getKey(), member.getValue())));
        return object;
    }

    private static String text(String name, JsonNode schema) {
        if (KNOWN.containsKey(name)) {
            return KNOWN.get(name);
        }
        return switch (schema.path("format").asText()) {
            case "uuid" -> new UUID(0, 1).toString();
            case "date-time" -> "2026-01-01T00:00:00Z";
            case "date" -> "2026-01-01";
            default -> "sample".repeat(1 + schema.path("minLength").asInt(1) / 6);
        };
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        return type.isArray() ? type.get(0).asText() : type.asText("string");
    }

    private JsonNode resolve(JsonNode schema) {
        if (schema.has("$ref")) {
            return resolve(document.at(schema.path("$ref").asText().substring(1)));
        }
        for (var any : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.has(any)) {
                return resolve(schema.path(any).get(0));
            }
        }
        return schema;
    }
}
