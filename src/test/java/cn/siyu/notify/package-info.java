@NullMarked
package cn.siyu.notify;

import org.jspecify.annotations.NullMarked;
