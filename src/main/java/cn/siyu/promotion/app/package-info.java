@NullMarked
package cn.siyu.promotion.app;

import org.jspecify.annotations.NullMarked;
