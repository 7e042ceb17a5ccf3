@NullMarked
package cn.siyu.storefront;

import org.jspecify.annotations.NullMarked;
