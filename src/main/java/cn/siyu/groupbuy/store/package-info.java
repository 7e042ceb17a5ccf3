@NullMarked
package cn.siyu.groupbuy.store;

import org.jspecify.annotations.NullMarked;
