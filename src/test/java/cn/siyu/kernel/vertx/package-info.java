@NullMarked
package cn.siyu.kernel.vertx;

import org.jspecify.annotations.NullMarked;
