@NullMarked
package cn.siyu.kernel.problem;

import org.jspecify.annotations.NullMarked;
