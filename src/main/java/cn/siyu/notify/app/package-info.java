@NullMarked
package cn.siyu.notify.app;

import org.jspecify.annotations.NullMarked;
