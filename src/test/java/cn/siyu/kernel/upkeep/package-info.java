@NullMarked
package cn.siyu.kernel.upkeep;

import org.jspecify.annotations.NullMarked;
