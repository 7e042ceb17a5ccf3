@NullMarked
package cn.siyu.kernel.id;

import org.jspecify.annotations.NullMarked;
