@NullMarked
package cn.siyu.payment.store;

import org.jspecify.annotations.NullMarked;
