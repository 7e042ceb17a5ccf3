package cn.siyu.distribution.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Rules and inputs of tiers as they are kept. */
@Singleton
class TierJson {

    private final ObjectMapper json;

    @Inject
    TierJson(ObjectMapper json) {
        this.json = json;
    }

    <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is kept does not read: " + type.getSimpleName(), e);
        }
    }

    String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "does not write: " + value.getClass().getSimpleName(), e);
        }
    }
}
