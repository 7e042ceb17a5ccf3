@NullMarked
package cn.siyu.architecture.planted.newroom;

import org.jspecify.annotations.NullMarked;
