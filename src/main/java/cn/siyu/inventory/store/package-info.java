@NullMarked
package cn.siyu.inventory.store;

import org.jspecify.annotations.NullMarked;
