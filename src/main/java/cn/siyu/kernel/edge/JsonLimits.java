package cn.siyu.kernel.edge;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** How deep JSON may be nested and how long its names and numbers may be (SEC-18); nothing of ours comes near. */
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
    }
}
