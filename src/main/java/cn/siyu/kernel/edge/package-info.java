@NullMarked
package cn.siyu.kernel.edge;

import org.jspecify.annotations.NullMarked;
