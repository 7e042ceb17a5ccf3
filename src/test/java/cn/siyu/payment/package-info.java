@NullMarked
package cn.siyu.payment;

import org.jspecify.annotations.NullMarked;
