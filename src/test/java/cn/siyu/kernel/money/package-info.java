@NullMarked
package cn.siyu.kernel.money;

import org.jspecify.annotations.NullMarked;
