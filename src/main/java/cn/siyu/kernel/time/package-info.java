@NullMarked
package cn.siyu.kernel.time;

import org.jspecify.annotations.NullMarked;
