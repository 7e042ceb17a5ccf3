@NullMarked
package cn.siyu.identity;

import org.jspecify.annotations.NullMarked;
