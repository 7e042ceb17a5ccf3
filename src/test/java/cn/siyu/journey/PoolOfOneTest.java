package cn.siyu.journey;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** The whole journey with one database connection: whoever needs a second one while he holds the first never gets it. */
@QuarkusTest
@TestProfile(OneOfEach.class)
class PoolOfOneTest extends PurchaseJourneyTest {}
