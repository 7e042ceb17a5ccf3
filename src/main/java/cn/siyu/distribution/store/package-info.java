@NullMarked
package cn.siyu.distribution.store;

import org.jspecify.annotations.NullMarked;
