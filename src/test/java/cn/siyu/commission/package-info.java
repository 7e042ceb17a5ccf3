@NullMarked
package cn.siyu.commission;

import org.jspecify.annotations.NullMarked;
