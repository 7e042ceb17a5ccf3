@NullMarked
package cn.siyu.kernel.metrics;

import org.jspecify.annotations.NullMarked;
