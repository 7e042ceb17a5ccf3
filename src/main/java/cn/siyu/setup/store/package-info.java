@NullMarked
package cn.siyu.setup.store;

import org.jspecify.annotations.NullMarked;
