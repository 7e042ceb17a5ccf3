@NullMarked
package cn.siyu.wechat.crypto;

import org.jspecify.annotations.NullMarked;
