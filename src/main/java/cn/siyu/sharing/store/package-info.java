@NullMarked
package cn.siyu.sharing.store;

import org.jspecify.annotations.NullMarked;
