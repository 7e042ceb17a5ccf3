@NullMarked
package cn.siyu.sharing.app;

import org.jspecify.annotations.NullMarked;
