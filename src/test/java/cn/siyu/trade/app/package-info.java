@NullMarked
package cn.siyu.trade.app;

import org.jspecify.annotations.NullMarked;
