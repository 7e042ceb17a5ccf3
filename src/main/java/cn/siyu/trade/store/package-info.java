@NullMarked
package cn.siyu.trade.store;

import org.jspecify.annotations.NullMarked;
