@NullMarked
package cn.siyu.catalog.store;

import org.jspecify.annotations.NullMarked;
