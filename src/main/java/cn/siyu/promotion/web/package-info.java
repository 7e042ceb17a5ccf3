@NullMarked
package cn.siyu.promotion.web;

import org.jspecify.annotations.NullMarked;
