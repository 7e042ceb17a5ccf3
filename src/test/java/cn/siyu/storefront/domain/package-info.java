@NullMarked
package cn.siyu.storefront.domain;

import org.jspecify.annotations.NullMarked;
