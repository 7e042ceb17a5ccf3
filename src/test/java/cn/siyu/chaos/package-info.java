/** Seeded trouble, and the question what is left of every promise afterwards. */
@NullMarked
package cn.siyu.chaos;

import org.jspecify.annotations.NullMarked;
