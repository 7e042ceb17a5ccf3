@NullMarked
package cn.siyu.commission.store;

import org.jspecify.annotations.NullMarked;
