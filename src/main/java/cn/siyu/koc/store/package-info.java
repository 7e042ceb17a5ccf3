@NullMarked
package cn.siyu.koc.store;

import org.jspecify.annotations.NullMarked;
