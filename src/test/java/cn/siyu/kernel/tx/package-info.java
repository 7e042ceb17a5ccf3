@NullMarked
package cn.siyu.kernel.tx;

import org.jspecify.annotations.NullMarked;
