@NullMarked
package cn.siyu.distribution.app;

import org.jspecify.annotations.NullMarked;
