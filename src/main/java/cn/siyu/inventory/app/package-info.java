@NullMarked
package cn.siyu.inventory.app;

import org.jspecify.annotations.NullMarked;
