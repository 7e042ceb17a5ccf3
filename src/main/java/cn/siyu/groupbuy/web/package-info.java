@NullMarked
package cn.siyu.groupbuy.web;

import org.jspecify.annotations.NullMarked;
