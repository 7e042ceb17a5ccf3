@NullMarked
package cn.siyu.promotion.listen;

import org.jspecify.annotations.NullMarked;
