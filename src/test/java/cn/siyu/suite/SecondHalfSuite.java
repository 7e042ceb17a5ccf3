package cn.siyu.suite;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** Everything else. */
@Suite
@IncludeEngines("junit-jupiter")
@SelectPackages("cn.siyu")
@IncludeClassNamePatterns(Halves.TESTS)
@ExcludeClassNamePatterns(Halves.FIRST)
class SecondHalfSuite {}
