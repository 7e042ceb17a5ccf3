@NullMarked
package cn.siyu.kernel.audit;

import org.jspecify.annotations.NullMarked;
