package cn.siyu.suite;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The rules of the house, in whichever JVM is free first. Their engine reads every class below the packages that it is handed
 * before it knows which are tests, so it is handed one, and the halves are not handed to it.
 */
@Suite
@IncludeEngines("archunit")
@SelectPackages("cn.siyu.architecture")
@IncludeClassNamePatterns(Halves.TESTS)
class WholeHouseSuite {}
