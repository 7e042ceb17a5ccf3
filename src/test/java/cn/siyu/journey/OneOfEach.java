package cn.siyu.journey;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A shop with one worker thread and one database connection: one more start of the application, for both tests of scarcity. */
public class OneOfEach implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("quarkus.thread-pool.max-threads", "1", "quarkus.datasource.reactive.max-size", "1");
    }
}
