@NullMarked
package cn.siyu.audience.store;

import org.jspecify.annotations.NullMarked;
