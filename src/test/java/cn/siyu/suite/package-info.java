/** All tests, in three parts that take about the same time, and the rules of the house. */
@NullMarked
package cn.siyu.suite;

import org.jspecify.annotations.NullMarked;
