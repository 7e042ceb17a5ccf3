/** The benchmark: the packaged shop under load, beside what the same machine could do at most: {@code ./mvnw verify -Pbench}. */
@NullMarked
package cn.siyu.bench;

import org.jspecify.annotations.NullMarked;
