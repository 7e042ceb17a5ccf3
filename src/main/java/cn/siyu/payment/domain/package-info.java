@NullMarked
package cn.siyu.payment.domain;

import org.jspecify.annotations.NullMarked;
