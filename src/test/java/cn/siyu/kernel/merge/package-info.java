@NullMarked
package cn.siyu.kernel.merge;

import org.jspecify.annotations.NullMarked;
