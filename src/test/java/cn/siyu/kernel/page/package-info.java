@NullMarked
package cn.siyu.kernel.page;

import org.jspecify.annotations.NullMarked;
