@NullMarked
package cn.siyu.groupbuy.domain;

import org.jspecify.annotations.NullMarked;
