@NullMarked
package cn.siyu.trade;

import org.jspecify.annotations.NullMarked;
