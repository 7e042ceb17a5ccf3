@NullMarked
package cn.siyu.architecture.planted;

import org.jspecify.annotations.NullMarked;
