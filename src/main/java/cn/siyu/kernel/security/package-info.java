@NullMarked
package cn.siyu.kernel.security;

import org.jspecify.annotations.NullMarked;
