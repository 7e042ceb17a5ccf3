package cn.siyu.audience.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;

/** Rule trees as they are kept. */
@Singleton
class RuleJson {

    private static final TypeReference<Map<String, Object>> TREE = new TypeReference<>() {};

    private final ObjectMapper json;

    @Inject
    RuleJson(ObjectMapper json) {
        this.json = json;
    }

    Map<String, Object> read(String text) {
        try {
            return json.readValue(text, TREE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept rule does not read", e);
        }
    }

    String write(Map<String, Object> tree) {
        try {
            return json.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a rule does not write", e);
        }
    }
}
