@NullMarked
package cn.siyu.payment.app;

import org.jspecify.annotations.NullMarked;
