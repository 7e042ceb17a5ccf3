@NullMarked
package cn.siyu.koc.app;

import org.jspecify.annotations.NullMarked;
