@NullMarked
package cn.siyu.kernel.job;

import org.jspecify.annotations.NullMarked;
