@NullMarked
package cn.siyu.promotion;

import org.jspecify.annotations.NullMarked;
