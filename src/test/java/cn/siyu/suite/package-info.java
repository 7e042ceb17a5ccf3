/** All tests, in two parts that take about the same time. */
@NullMarked
package cn.siyu.suite;

import org.jspecify.annotations.NullMarked;
