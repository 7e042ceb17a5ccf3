@NullMarked
package cn.siyu.trade.listen;

import org.jspecify.annotations.NullMarked;
