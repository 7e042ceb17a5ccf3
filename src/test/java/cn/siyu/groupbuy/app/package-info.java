@NullMarked
package cn.siyu.groupbuy.app;

import org.jspecify.annotations.NullMarked;
