@NullMarked
package cn.siyu.wechat.gateway;

import org.jspecify.annotations.NullMarked;
