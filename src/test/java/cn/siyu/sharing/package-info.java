@NullMarked
package cn.siyu.sharing;

import org.jspecify.annotations.NullMarked;
