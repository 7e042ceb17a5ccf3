@NullMarked
package cn.siyu.audience.app;

import org.jspecify.annotations.NullMarked;
