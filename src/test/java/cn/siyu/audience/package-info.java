@NullMarked
package cn.siyu.audience;

import org.jspecify.annotations.NullMarked;
