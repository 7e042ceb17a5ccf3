package cn.siyu.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request as it came.
 *
 * @param uri path and query exactly as sent, percent-encoding included
 * @param names what the variable parts of the path hold, decoded
 */
record Call(String method, String uri, MultiMap query, MultiMap headers, Buffer body, List<String> names) {

    /** The body as a JSON object; anything else is refused. */
    JsonNode json() throws IOException {
        var tree = Json.read(body.getBytes());
        if (!tree.isObject()) {
            throw new IOException("not a JSON object");
        }
        return tree;
    }

    String query(String name) {
        return Objects.requireNonNullElse(query.get(name), "");
    }

    @Nullable
    String header(String name) {
        return headers.get(name);
    }

    /** Whether {@code text} stands in the address or the body. */
    boolean names(String text) {
        return uri.contains(text) || body.toString().contains(text);
    }

    String name() {
        return names.getFirst();
    }
}
