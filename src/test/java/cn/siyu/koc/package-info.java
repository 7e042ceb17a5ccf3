@NullMarked
package cn.siyu.koc;

import org.jspecify.annotations.NullMarked;
