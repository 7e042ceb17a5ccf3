@NullMarked
package cn.siyu.catalog.app;

import org.jspecify.annotations.NullMarked;
