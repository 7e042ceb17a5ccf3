@NullMarked
package cn.siyu.inventory;

import org.jspecify.annotations.NullMarked;
