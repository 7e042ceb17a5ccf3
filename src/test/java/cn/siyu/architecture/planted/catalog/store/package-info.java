@NullMarked
package cn.siyu.architecture.planted.catalog.store;

import org.jspecify.annotations.NullMarked;
