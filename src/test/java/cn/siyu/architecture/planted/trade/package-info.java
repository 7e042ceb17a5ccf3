@NullMarked
package cn.siyu.architecture.planted.trade;

import org.jspecify.annotations.NullMarked;
