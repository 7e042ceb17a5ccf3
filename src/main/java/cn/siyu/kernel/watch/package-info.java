@NullMarked
package cn.siyu.kernel.watch;

import org.jspecify.annotations.NullMarked;
