@NullMarked
package cn.siyu.storefront.app;

import org.jspecify.annotations.NullMarked;
