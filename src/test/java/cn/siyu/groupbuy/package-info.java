@NullMarked
package cn.siyu.groupbuy;

import org.jspecify.annotations.NullMarked;
