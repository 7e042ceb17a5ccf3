@NullMarked
package cn.siyu.notify.store;

import org.jspecify.annotations.NullMarked;
