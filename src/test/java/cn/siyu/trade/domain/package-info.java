@NullMarked
package cn.siyu.trade.domain;

import org.jspecify.annotations.NullMarked;
