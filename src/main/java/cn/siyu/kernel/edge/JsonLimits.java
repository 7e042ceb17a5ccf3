package cn.siyu.kernel.edge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How deep JSON may be nested, how long its names and numbers may be, and what its texts may hold (SEC-18). */
@Singleton
class JsonLimits implements ObjectMapperCustomizer {

    static final int DEPTH = 32;
    private static final int NUMBER_LENGTH = 50;
    private static final int NAME_LENGTH = 200;

    @Override
    public void customize(ObjectMapper json) {
        json.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxNumberLength(NUMBER_LENGTH)
                        .maxNameLength(NAME_LENGTH)
                        .build());
        json.registerModule(new SimpleModule("texts").addDeserializer(String.class, new PlainText()));
    }

    /** Reads texts as ever, but for those with U+0000: PostgreSQL cannot hold them, and nobody writes them by hand. */
    private static final class PlainText extends StdScalarDeserializer<String> {

        private static final long serialVersionUID = 1L;

        PlainText() {
            super(String.class);
        }

        @Override
        public @Nullable String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            var text = StringDeserializer.instance.deserialize(parser, context);
            return text != null && text.indexOf('\0') >= 0
                    ? (String) context.handleWeirdStringValue(String.class, "", "holds U+0000")
                    : text;
        }
    }
}
