package cn.siyu.suite;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** What sells through people, and the journeys through everything. */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages("cn.siyu")
@IncludeClassNamePatterns(Halves.FIRST + "Test")
class FirstHalfSuite {}
