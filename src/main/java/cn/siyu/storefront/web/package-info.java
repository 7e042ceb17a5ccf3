@NullMarked
package cn.siyu.storefront.web;

import org.jspecify.annotations.NullMarked;
