@NullMarked
package cn.siyu.architecture.planted.catalog;

import org.jspecify.annotations.NullMarked;
