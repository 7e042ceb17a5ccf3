@NullMarked
package cn.siyu.setup;

import org.jspecify.annotations.NullMarked;
