@NullMarked
package cn.siyu.wechat;

import org.jspecify.annotations.NullMarked;
