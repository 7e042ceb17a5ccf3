@NullMarked
package cn.siyu.kernel.pii;

import org.jspecify.annotations.NullMarked;
