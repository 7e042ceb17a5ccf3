package cn.siyu.race;

import org.junit.platform.suite.api.AfterSuite;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/** All short races at the same two processes. Groups are first, for they account for all the money that WeChat has. */
@Suite
@SelectClasses({GroupRaceIT.class, RaceIT.class, SellingIT.class, RedisLossIT.class})
class RacesIT {

    @BeforeSuite
    static void open() {
        var _ = Arena.enter();
    }

    @AfterSuite
    static void close() {
        Arena.leave();
    }
}
