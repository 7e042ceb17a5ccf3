@NullMarked
package cn.siyu.kernel.health;

import org.jspecify.annotations.NullMarked;
