@NullMarked
package cn.siyu.commission.listen;

import org.jspecify.annotations.NullMarked;
