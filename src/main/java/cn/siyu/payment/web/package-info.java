@NullMarked
package cn.siyu.payment.web;

import org.jspecify.annotations.NullMarked;
