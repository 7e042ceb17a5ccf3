@NullMarked
package cn.siyu.launch;

import org.jspecify.annotations.NullMarked;
