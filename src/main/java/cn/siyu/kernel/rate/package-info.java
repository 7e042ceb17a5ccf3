@NullMarked
package cn.siyu.kernel.rate;

import org.jspecify.annotations.NullMarked;
