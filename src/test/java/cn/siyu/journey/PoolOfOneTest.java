package cn.siyu.journey;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

/** The whole journey with one database connection: whoever needs a second one while he holds the first never gets it. */
@QuarkusTest
@TestProfile(PoolOfOneTest.OneConnection.class)
class PoolOfOneTest extends PurchaseJourneyTest {

    /** A shop with one connection. */
    public static class OneConnection implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.datasource.reactive.max-size", "1");
        }
    }
}
