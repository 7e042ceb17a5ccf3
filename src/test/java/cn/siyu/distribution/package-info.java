@NullMarked
package cn.siyu.distribution;

import org.jspecify.annotations.NullMarked;
