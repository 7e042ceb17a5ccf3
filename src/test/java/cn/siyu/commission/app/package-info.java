@NullMarked
package cn.siyu.commission.app;

import org.jspecify.annotations.NullMarked;
