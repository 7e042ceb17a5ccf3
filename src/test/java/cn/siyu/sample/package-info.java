/** The sample shop, filled as a newcomer's first start fills it: {@code ./mvnw verify -Psample}. */
@NullMarked
package cn.siyu.sample;

import org.jspecify.annotations.NullMarked;
