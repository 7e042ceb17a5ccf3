@NullMarked
package cn.siyu.groupbuy.listen;

import org.jspecify.annotations.NullMarked;
