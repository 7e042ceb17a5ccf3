package cn.siyu.notify.domain;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A template that the shop has chosen in WeChat's library.
 *
 * @param fields its fields by WeChat's name, such as {@code thing1}, each with the word of its kind that stands there
 */
public record Template(Kind kind, String id, Map<String, String> fields) {

    public Template {
        for (var word : fields.values()) {
            if (!kind.words().contains(word)) {
                throw new IllegalStateException("a message of kind " + kind + " does not say " + word);
            }
        }
        if (id.isBlank() || fields.isEmpty()) {
            throw new IllegalStateException("the template of kind " + kind + " has no id or no fields");
        }
    }

    /** The fields filled, each in the form that WeChat lets through. */
    public Map<String, String> filled(Map<String, String> values) {
        var filled = new LinkedHashMap<String, String>();
        fields.forEach((field, word) -> filled.put(field, Form.of(field).fit(values.getOrDefault(word, ""))));
        return filled;
    }
}
