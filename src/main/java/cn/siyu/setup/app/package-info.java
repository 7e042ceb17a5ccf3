@NullMarked
package cn.siyu.setup.app;

import org.jspecify.annotations.NullMarked;
