@NullMarked
package cn.siyu.trade.web;

import org.jspecify.annotations.NullMarked;
