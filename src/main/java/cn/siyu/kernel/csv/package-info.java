@NullMarked
package cn.siyu.kernel.csv;

import org.jspecify.annotations.NullMarked;
