@NullMarked
package cn.siyu.catalog.domain;

import org.jspecify.annotations.NullMarked;
