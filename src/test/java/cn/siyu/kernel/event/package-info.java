@NullMarked
package cn.siyu.kernel.event;

import org.jspecify.annotations.NullMarked;
