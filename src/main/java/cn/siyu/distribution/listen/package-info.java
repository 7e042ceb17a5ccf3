@NullMarked
package cn.siyu.distribution.listen;

import org.jspecify.annotations.NullMarked;
