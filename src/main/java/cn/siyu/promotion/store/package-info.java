@NullMarked
package cn.siyu.promotion.store;

import org.jspecify.annotations.NullMarked;
