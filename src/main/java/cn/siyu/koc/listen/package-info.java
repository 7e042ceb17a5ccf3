@NullMarked
package cn.siyu.koc.listen;

import org.jspecify.annotations.NullMarked;
