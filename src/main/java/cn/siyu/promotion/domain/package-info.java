@NullMarked
package cn.siyu.promotion.domain;

import org.jspecify.annotations.NullMarked;
